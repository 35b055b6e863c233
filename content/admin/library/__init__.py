"""The library of pictures: its list, taking pictures in, and the screen of one."""
