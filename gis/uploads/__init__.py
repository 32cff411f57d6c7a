"""Files that people send: checked in one place, stored outside of everything that is served."""
