"""Messages from patients: received, answered, watched over and erased."""
