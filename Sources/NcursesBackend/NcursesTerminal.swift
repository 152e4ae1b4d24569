// The terminal behind curses.
