/// How a line of a text ends.
package enum LineEnd: Sendable, Hashable, CaseIterable {
  /// LF, as on Unix.
  case lineFeed
  /// CR LF, as on Windows.
  case both
  /// CR alone, as on old Macs.
  case carriageReturn

  var bytes: [UInt8] {
    switch self {
    case .lineFeed: [ASCII.lineFeed]
    case .both: [ASCII.carriageReturn, ASCII.lineFeed]
    case .carriageReturn: [ASCII.carriageReturn]
    }
  }

  /// The line end that these bytes are; CR CR LF counts as CR LF. `nil` where the line has no end.
  init?(_ bytes: some BidirectionalCollection<UInt8>) {
    switch (bytes.first, bytes.last) {
    case (ASCII.lineFeed?, _): self = .lineFeed
    case (ASCII.carriageReturn?, ASCII.lineFeed?): self = .both
    case (ASCII.carriageReturn?, _): self = .carriageReturn
    default: return nil
    }
  }

  /// Where the next line begins, for a line whose text ends at `position`.
  static func end(in bytes: [UInt8], at position: Int) -> Int {
    guard position < bytes.count else { return position }
    guard bytes[position] == ASCII.carriageReturn else { return position + 1 }
    // Not a whole row of CR, which would be looked at again for each of them.
    for next in [position + 1, position + 2] where next < bytes.count {
      if bytes[next] == ASCII.lineFeed { return next + 1 }
      guard bytes[next] == ASCII.carriageReturn else { break }
    }
    return position + 1
  }
}

/// The byte order mark of UTF-8 (EF BB BF), which editors on Windows put before a text. It says nothing and is kept.
package enum ByteOrderMark {
  /// U+FEFF in UTF-8.
  package static let bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Where the text begins behind the marks at `start`, of which joined files may have several.
  static func end(in bytes: [UInt8], from start: Int) -> Int {
    var end = start
    while end + 3 <= bytes.count, bytes[end] == 0xEF, bytes[end + 1] == 0xBB, bytes[end + 2] == 0xBF { end += 3 }
    return end
  }

  /// Whether a text is UTF-16, which Notepad calls Unicode, or UTF-32: by its mark (FF FE, FE FF), or because every
  /// other byte at its beginning is 0.
  package static func isUTF16(_ bytes: some Collection<UInt8>) -> Bool {
    let start = Array(bytes.prefix(4))
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { return true }
    guard start.count == 4 else { return false }
    let isZero = start.map { $0 == 0 }
    return isZero == [false, true, false, true] || isZero == [true, false, true, false]
      || isZero == [true, true, true, false] || isZero == [false, true, true, true]
  }
}
