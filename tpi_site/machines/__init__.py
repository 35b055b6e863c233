"""What the site needs to run on several machines: one database, one store of pictures, the same
keys everywhere, and a word to the network of caches in front when pages change."""
