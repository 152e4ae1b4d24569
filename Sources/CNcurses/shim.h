#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <wchar.h>

/* From <term.h>, which would take <termios.h> into this module, away from everyone who imports Glibc. */
extern struct term *cur_term;
int del_curterm(struct term *terminal);
int setupterm(const char *name, int descriptor, int *error);

/* What the headers give as macros or changing variables, which Swift cannot see. */

static inline WINDOW *ncurses_standard_window(void) { return stdscr; }
static inline WINDOW *ncurses_shown_window(void) { return curscr; }
static inline WINDOW *ncurses_coming_window(void) { return newscr; }

static inline attr_t ncurses_bold(void) { return WA_BOLD; }
static inline attr_t ncurses_reverse(void) { return WA_REVERSE; }
static inline attr_t ncurses_standout(void) { return WA_STANDOUT; }
static inline attr_t ncurses_line_drawing(void) { return WA_ALTCHARSET; }

/* The terminal's own horizontal line: a byte and its attributes. */
static inline chtype ncurses_horizontal_line(void) { return ACS_HLINE; }
static inline chtype ncurses_character_of(chtype cell) { return cell & A_CHARTEXT; }
static inline chtype ncurses_attributes_of(chtype cell) { return cell & A_ATTRIBUTES; }

/* wcwidth: the columns that the C library, and so ncurses, gives to a character. <wchar.h> shows it to few. */
int wcwidth(wchar_t character);
static inline int ncurses_columns_of(unsigned int scalar) { return wcwidth((wchar_t)scalar); }

/* setcchar for one character. */
static inline void ncurses_set_cell(cchar_t *cell, unsigned int scalar, attr_t attributes, short pair) {
  const wchar_t text[2] = {(wchar_t)scalar, 0};
  setcchar(cell, text, attributes, pair, NULL);
}

/* A string capability of the terminal type that setupterm looked up; NULL where it has none. */
static inline const char *ncurses_capability(const char *name) {
  const char *text = tigetstr((NCURSES_CONST char *)name);
  return text == (const char *)-1 ? NULL : text;
}

/* cursor_address for a place; valid until the next call. */
static inline const char *ncurses_move_to(const char *capability, int row, int column) {
  return tparm((NCURSES_CONST char *)capability, row, column, 0, 0, 0, 0, 0, 0, 0);
}

/* The size that ncurses works with. */
static inline int ncurses_rows(void) { return LINES; }
static inline int ncurses_columns(void) { return COLS; }

/* What lets the rows from the first to the last of so many scroll (change_scroll_region); NULL where the type cannot
   say it. Valid until the next call. */
static inline const char *ncurses_scrolling_within(int rows) {
  const char *text = ncurses_capability("csr");
  return text ? tparm((NCURSES_CONST char *)text, 0, rows - 1, 0, 0, 0, 0, 0, 0, 0) : NULL;
}

/* Frees what setupterm looked up. */
static inline void ncurses_forget_type(void) {
  if (cur_term) del_curterm(cur_term);
}

#endif
