/// Which bytes are text, and how they are shown.
package enum TextEncoding {
  /// Bytes of a file that is compared by line, at most.
  package static let limit = 1 << 20

  /// Whether bytes are a text: UTF-8, or Latin-1 of which at most a quarter is not ASCII, without control characters
  /// other than BEL, BS, tab, LF, FF, CR and ESC.
  ///
  /// Keys and other binary contents without a zero would show in clear: of random bytes half are not ASCII.
  package static func isText(_ bytes: [UInt8]) -> Bool {
    guard bytes.count <= limit else { return false }
    var high = 0
    for byte in bytes {
      guard byte >= 0x20 && byte != 0x7F || allowedControls.contains(byte) else { return false }
      if byte >= 0x80 { high += 1 }
    }
    return high <= bytes.count / 4 || String(validating: bytes, as: UTF8.self) != nil
  }

  /// The text of a line: UTF-8, or else Latin-1. Control characters are in it as they are.
  package static func text(_ bytes: some Collection<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var scalars = String.UnicodeScalarView()
    for byte in bytes { scalars.append(Unicode.Scalar(byte)) }
    return String(scalars)
  }

  private static let allowedControls = ByteSet("\u{7}\u{8}\t\n\u{C}\r\u{1B}")
}
