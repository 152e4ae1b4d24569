/// A pattern of paths in the configuration directory, as `NETWORK_FILES` has them: `network/interfaces.d/*`.
///
/// `*` stands for any bytes but `/`, `?` for one character, `[a-z]` for one of several and `[!a-z]` for any other;
/// `**` as a whole component stands for any number of directories. Upper and lower case differ. What lies in a
/// directory that matches, matches too.
package struct PathPattern: Sendable, Hashable {
  /// As it was written.
  package let text: String
  private let components: [[UInt8]]

  /// - Parameter text: relative, without empty components, `.` and `..`; a slash at its end is ignored.
  /// - Returns: `nil` for anything else.
  package init?(_ text: String) {
    var bytes = Array(text.utf8)
    if bytes.count > 1, bytes.last == Self.slash { bytes.removeLast() }
    let components = bytes.split(separator: Self.slash, omittingEmptySubsequences: false).map(Array.init)
    guard !components.contains([]), !components.contains([Self.dot]), !components.contains([Self.dot, Self.dot]),
      !bytes.contains(0)
    else { return nil }
    self.text = text
    self.components = components
  }

  /// Whether the pattern matches a path or a directory above it.
  ///
  /// - Parameter path: relative to the configuration directory, without a slash at its end.
  package func matches(_ path: String) -> Bool {
    let names = path.utf8.split(separator: Self.slash).map(Array.init)
    // For each component of the pattern, which lengths of the path those before it can match.
    var reached: Set<Int> = [0]
    for component in components {
      guard let first = reached.min() else { return false }
      if component == [Self.star, Self.star] {
        reached = Set(first...names.count)
      } else {
        let pattern = ComponentPattern(component)
        reached = Set(reached.filter { $0 < names.count && pattern.matches(names[$0]) }.map { $0 + 1 })
      }
    }
    return !reached.subtracting([0]).isEmpty
  }

  private static let slash: UInt8 = 0x2F
  private static let dot: UInt8 = 0x2E
  fileprivate static let star: UInt8 = 0x2A
}

/// One component of a pattern.
private struct ComponentPattern {
  private enum Piece {
    case any
    case one
    case byte(UInt8)
    case range([ClosedRange<UInt8>], isExcluded: Bool)
  }

  private var pieces: [Piece] = []

  init(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while let first = rest.first {
      rest = rest.dropFirst()
      switch first {
      case PathPattern.star: pieces.append(.any)
      case 0x3F: pieces.append(.one)
      case 0x5B:
        if let (piece, after) = Self.range(rest) {
          pieces.append(piece)
          rest = after
        } else {
          pieces.append(.byte(first))
        }
      default: pieces.append(.byte(first))
      }
    }
  }

  /// The piece of what follows `[`, and what follows `]`; `nil` where there is no `]`: then the `[` is a character.
  private static func range(_ text: ArraySlice<UInt8>) -> (Piece, ArraySlice<UInt8>)? {
    let isExcluded = text.first == 0x21 || text.first == 0x5E
    let body = isExcluded ? text.dropFirst() : text
    // A `]` in the first place is one of the characters.
    guard let end = body.dropFirst().firstIndex(of: 0x5D) else { return nil }
    var members = body[..<end]
    var ranges: [ClosedRange<UInt8>] = []
    while let first = members.first {
      let following = Array(members.dropFirst().prefix(2))
      if following.count == 2, following[0] == 0x2D, following[1] >= first {
        ranges.append(first...following[1])
        members = members.dropFirst(3)
      } else {
        ranges.append(first...first)
        members = members.dropFirst()
      }
    }
    return (.range(ranges, isExcluded: isExcluded), text[(end + 1)...])
  }

  /// The time grows with the product of both lengths, not worse.
  func matches(_ name: [UInt8]) -> Bool {
    var (atPiece, atByte) = (0, 0)
    var star: (piece: Int, byte: Int)?
    while atByte < name.count {
      if atPiece < pieces.count, case .any = pieces[atPiece] {
        star = (atPiece, atByte)
        atPiece += 1
      } else if atPiece < pieces.count, let length = length(of: pieces[atPiece], at: atByte, in: name) {
        (atPiece, atByte) = (atPiece + 1, atByte + length)
      } else if let former = star {
        star = (former.piece, former.byte + 1)
        (atPiece, atByte) = (former.piece + 1, former.byte + 1)
      } else {
        return false
      }
    }
    return pieces[atPiece...].allSatisfy { if case .any = $0 { true } else { false } }
  }

  /// How many bytes of the name a piece takes; `nil` where it does not match.
  private func length(of piece: Piece, at index: Int, in name: [UInt8]) -> Int? {
    switch piece {
    case .any: nil
    case .one: 1 + name[(index + 1)...].prefix { $0 & 0xC0 == 0x80 }.count
    case .byte(let byte): name[index] == byte ? 1 : nil
    case .range(let ranges, let isExcluded): ranges.contains { $0.contains(name[index]) } != isExcluded ? 1 : nil
    }
  }
}
