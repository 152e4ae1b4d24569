/// A terminal: whole frames go in, it finds the difference.
package protocol Backend: AnyObject {
  /// The terminal's extent now.
  var size: Size { get }
  /// Whether the line is slow: markers instead of highlighted rows, progress at most once a second.
  var isSlow: Bool { get }
  /// Whether characters beyond ASCII can be shown.
  var isUTF8: Bool { get }

  /// Shows a frame of the terminal's size.
  func present(_ canvas: Canvas)
  /// Takes the next frame as if nothing were on the screen: something else wrote on it.
  func forgetScreen()
  /// Looks at the terminal's size again; asks the terminal itself where the system does not know.
  func measure()
  func ring()
  /// Leaves the terminal as it was found.
  func close()
}
