"""Start-up checks of this site, each with an id and a hint."""
