#ifndef CVTERM_SHIM_H
#define CVTERM_SHIM_H

#include <vterm.h>

/* The colour as the program asked for it: -1 the terminal's own, below 256 a number of the palette, else 0x1RRGGBB. */
static inline int cvterm_color(const VTermColor *color) {
  if (color->type & VTERM_COLOR_DEFAULT_MASK) {
    return -1;
  }
  if (VTERM_COLOR_IS_INDEXED(color)) {
    return color->indexed.idx;
  }
  return 1 << 24 | color->rgb.red << 16 | color->rgb.green << 8 | color->rgb.blue;
}

static inline int cvterm_foreground(const VTermScreenCell *cell) {
  return cvterm_color(&cell->fg);
}

static inline int cvterm_background(const VTermScreenCell *cell) {
  return cvterm_color(&cell->bg);
}

static inline bool cvterm_is_bold(const VTermScreenCell *cell) {
  return cell->attrs.bold;
}

static inline bool cvterm_is_underlined(const VTermScreenCell *cell) {
  return cell->attrs.underline != VTERM_UNDERLINE_OFF;
}

static inline bool cvterm_is_reversed(const VTermScreenCell *cell) {
  return cell->attrs.reverse;
}

/* What libvterm tells of on the way. */
struct cvterm_events {
  long bells;
  bool cursor_hidden;
  bool alternate_screen;
};

static inline int cvterm_on_bell(void *events) {
  ((struct cvterm_events *)events)->bells += 1;
  return 1;
}

static inline int cvterm_on_property(VTermProp property, VTermValue *value, void *events) {
  if (property == VTERM_PROP_CURSORVISIBLE) {
    ((struct cvterm_events *)events)->cursor_hidden = !value->boolean;
  } else if (property == VTERM_PROP_ALTSCREEN) {
    ((struct cvterm_events *)events)->alternate_screen = value->boolean;
  }
  return 1;
}

/* Notes events from now on; both pointers must stay valid as long as the terminal is fed. */
static inline void cvterm_note(VTermScreen *screen, struct cvterm_events *events) {
  static const VTermScreenCallbacks callbacks = {
    .bell = cvterm_on_bell,
    .settermprop = cvterm_on_property,
  };
  vterm_screen_set_callbacks(screen, &callbacks, events);
}

#endif
