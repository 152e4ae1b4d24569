/// Keys out of the bytes that a terminal sends.
///
/// Both codings of arrows are understood on every terminal. A complete sequence that is not known is swallowed whole,
/// so that a paste, a focus report or a late cursor report never acts as Esc and letters.
package struct KeyDecoder: Sendable {
  private enum State: Sendable {
    case ground
    /// After ESC: alone it is the Esc key, which only time tells.
    case escape
    /// After ESC O: the parameters so far.
    case singleShift(SequenceParameters)
    /// After ESC [.
    case control(SequenceParameters)
    /// After ESC [ [, as Linux' console codes F1 to F5.
    case linuxFunction
    /// Inside a string for the terminal (ESC P, ], ^, _), up to its end.
    case string
    /// After an ESC inside of one.
    case stringEscape
    /// Between ESC [200~ and ESC [201~.
    case paste(PasteEnd)
    /// In the middle of a character of UTF-8.
    case text(UTF8Character)
  }

  private var state = State.ground
  private let isUTF8: Bool

  package init(isUTF8: Bool) {
    self.isUTF8 = isUTF8
  }

  /// Whether a sequence is unfinished: after a while `flush` tells that nothing follows.
  package var isWaiting: Bool {
    switch state {
    case .ground: false
    case .escape, .singleShift, .control, .linuxFunction, .string, .stringEscape, .paste, .text: true
    }
  }

  /// Takes the next byte.
  ///
  /// - Returns: the key that it completes.
  package mutating func take(_ byte: UInt8) -> Key? {
    switch state {
    case .ground: return ground(byte)
    case .escape: return escape(byte)
    case .singleShift(let parameters): return singleShift(byte, parameters)
    case .control(let parameters): return control(byte, parameters)
    case .linuxFunction:
      state = .ground
      return (0x41...0x45).contains(byte) ? .function(Int(byte) - 0x40) : nil
    case .string:
      state = byte == 0x07 ? .ground : byte == 0x1B ? .stringEscape : .string
      return nil
    case .stringEscape:
      state = byte == 0x5C ? .ground : .string
      return nil
    case .paste(var end):
      let isOver = end.take(byte)
      state = isOver ? .ground : .paste(end)
      return nil
    case .text(let character): return text(byte, character)
    }
  }

  /// Nothing came for a while: an Esc was the key, the beginning of anything else is forgotten.
  package mutating func flush() -> Key? {
    defer { if isWaiting { state = .ground } }
    if case .escape = state { return .escape }
    return nil
  }

  private mutating func ground(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x1B:
      state = .escape
      return nil
    case 0x08, 0x7F: return .backspace
    case 0x09: return .tab
    case 0x0A, 0x0D: return .enter
    case 0x01...0x1A: return .control(Unicode.Scalar(byte + 0x60))
    case 0x20...0x7E: return .character(Unicode.Scalar(byte))
    case 0x80...0xFF: return beginText(byte)
    default: return nil
    }
  }

  private mutating func beginText(_ byte: UInt8) -> Key? {
    guard isUTF8, let character = UTF8Character(first: byte) else { return nil }
    state = .text(character)
    return nil
  }

  private mutating func text(_ byte: UInt8, _ character: UTF8Character) -> Key? {
    var character = character
    switch character.take(byte) {
    case .more:
      state = .text(character)
      return nil
    case .done(let scalar):
      state = .ground
      return scalar.shown == scalar ? .character(scalar) : nil
    case .invalid:
      state = .ground
      return (0x80...0xBF).contains(byte) ? nil : take(byte)
    }
  }

  private mutating func escape(_ byte: UInt8) -> Key? {
    state = .ground
    switch byte {
    case 0x5B: state = .control(SequenceParameters())
    case 0x4F: state = .singleShift(SequenceParameters())
    case 0x50, 0x5D, 0x5E, 0x5F, 0x58: state = .string
    case 0x1B:
      // The first was the key; the second may begin a sequence.
      state = .escape
      return .escape
    case 0x31...0x39: return .function(Int(byte) - 0x30)
    case 0x30: return .function(10)
    default: break
    }
    return nil
  }

  private mutating func singleShift(_ byte: UInt8, _ parameters: SequenceParameters) -> Key? {
    if let more = parameters.adding(byte) {
      state = .singleShift(more)
      return nil
    }
    state = byte == 0x1B ? .escape : .ground
    return parameters.isModified ? nil : SequenceKeys.letter(byte) ?? SequenceKeys.keypad(byte)
  }

  private mutating func control(_ byte: UInt8, _ parameters: SequenceParameters) -> Key? {
    if byte == 0x5B, parameters.isEmpty {
      state = .linuxFunction
      return nil
    }
    if let more = parameters.adding(byte) {
      state = .control(more)
      return nil
    }
    state = byte == 0x1B ? .escape : .ground
    // Controls, and what no sequence ends with, break it off.
    guard (0x40...0x7E).contains(byte) else { return nil }
    if byte == 0x7E, parameters.numbers == [200] { state = .paste(PasteEnd()) }
    return SequenceKeys.control(byte, parameters)
  }
}

/// What is known of a sequence between its introducer and its end.
struct SequenceParameters: Sendable {
  /// Bytes of a sequence that are looked at; longer ones are swallowed all the same.
  private static let limit = 32
  private var bytes: [UInt8] = []

  var isEmpty: Bool { bytes.isEmpty }

  /// The same with another byte; `nil` when it is none of the parameters or intermediates.
  func adding(_ byte: UInt8) -> SequenceParameters? {
    guard (0x20...0x3F).contains(byte) else { return nil }
    var more = self
    if more.bytes.count < Self.limit { more.bytes.append(byte) }
    return more
  }

  /// The numbers; empty where it is not only numbers.
  var numbers: [Int] {
    guard bytes.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x3B }) else { return [] }
    return bytes.split(separator: 0x3B, omittingEmptySubsequences: false).map {
      $0.prefix(4).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
  }

  /// With Shift, Alt or Control: another key than the bare one.
  var isModified: Bool { !bytes.isEmpty }
}

/// The keys of sequences, as xterm, VT220, rxvt and Linux' console send them.
enum SequenceKeys {
  static func control(_ final: UInt8, _ parameters: SequenceParameters) -> Key? {
    guard final != 0x7E else { return parameters.numbers.count == 1 ? tilde(parameters.numbers[0]) : nil }
    guard parameters.isEmpty || parameters.numbers == [1] else { return nil }
    return final == 0x5A ? .backTab : letter(final)
  }

  static func letter(_ final: UInt8) -> Key? {
    switch final {
    case 0x41: .up
    case 0x42: .down
    case 0x43: .right
    case 0x44: .left
    case 0x46: .end
    case 0x48: .home
    case 0x50...0x53: .function(Int(final) - 0x4F)
    default: nil
    }
  }

  /// The numeric keypad in application mode.
  static func keypad(_ final: UInt8) -> Key? {
    switch final {
    case 0x4D: .enter
    case 0x6A...0x79: .character(Unicode.Scalar(final - 0x40))
    default: nil
    }
  }

  private static func tilde(_ number: Int) -> Key? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...24: .function(number - 12)
    default: nil
    }
  }
}

/// Looks for the end of a paste.
struct PasteEnd: Sendable {
  private static let bytes: [UInt8] = Array("\u{1B}[201~".utf8)
  private var matched = 0

  /// - Returns: whether the paste is over.
  mutating func take(_ byte: UInt8) -> Bool {
    matched = byte == Self.bytes[matched] ? matched + 1 : byte == Self.bytes[0] ? 1 : 0
    return matched == Self.bytes.count
  }
}

/// The bytes of one character of UTF-8, without a copy of them in memory that nobody overwrites: it may be a secret's.
struct UTF8Character: Sendable {
  enum Step {
    case more, invalid
    case done(Unicode.Scalar)
  }

  private var value: UInt32
  private var missing: Int
  /// The least scalar that is coded in so many bytes.
  private let least: UInt32

  /// `nil` for a byte that begins none.
  init?(first byte: UInt8) {
    switch byte {
    case 0xC2...0xDF: (missing, least, value) = (1, 0x80, UInt32(byte & 0x1F))
    case 0xE0...0xEF: (missing, least, value) = (2, 0x800, UInt32(byte & 0x0F))
    case 0xF0...0xF4: (missing, least, value) = (3, 0x1_0000, UInt32(byte & 0x07))
    default: return nil
    }
  }

  mutating func take(_ byte: UInt8) -> Step {
    guard (0x80...0xBF).contains(byte) else { return .invalid }
    value = value << 6 | UInt32(byte & 0x3F)
    missing -= 1
    guard missing == 0 else { return .more }
    guard value >= least, let scalar = Unicode.Scalar(value) else { return .invalid }
    return .done(scalar)
  }
}
