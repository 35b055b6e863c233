"""What an editor is told about an article before it goes to readers."""
