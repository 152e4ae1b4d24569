/// The three or more bytes behind `ESC [ M`, `ESC [ t` and `ESC [ T` without parameters: a mouse in the codings of X10,
/// xterm's 1005 and its highlighting. Alone they are keys, as `ESC [ M` is F1 of SCO's consoles.
struct MouseReport: Sendable {
  enum Step {
    case more, done, notMine
  }

  /// What it is where no bytes arrive with it.
  let key: Key?
  /// Units that a report of this kind has; each is a byte, or a character of UTF-8 of two.
  private let units: Int
  private var missing: Int
  private var bytes = 0
  /// Whether the last byte may be the first half of a character.
  private var isHalf = false

  /// - Parameter final: of the sequence without parameters.
  init?(final: UInt8) {
    switch final {
    case 0x4D: (units, key) = (3, .function(1))
    case 0x74: (units, key) = (2, nil)
    case 0x54: (units, key) = (6, nil)
    default: return nil
    }
    missing = units
  }

  /// Whether nothing has arrived with it yet.
  var isBare: Bool { bytes == 0 }

  /// Takes a byte. Controls do not belong to a report, NUL aside, which stands for a place beyond its range: in the
  /// midst of one they mean nothing, but ESC begins a sequence, and CAN and SUB break it off.
  mutating func take(_ byte: UInt8) -> Step {
    if byte < 0x20, byte != 0 || isBare {
      guard !isBare, byte != 0x1B else { return .notMine }
      return byte == 0x18 || byte == 0x1A ? .done : .more
    }
    if isHalf, (0x80...0xBF).contains(byte) {
      isHalf = false
    } else {
      guard missing > 0 else { return .notMine }
      missing -= 1
      isHalf = (0xC2...0xDF).contains(byte)
    }
    bytes += 1
    return missing == 0 && !isHalf ? .done : .more
  }
}

/// Looks for the end of a string: ST in both forms, for OSC also BEL.
struct StringEnd: Sendable {
  let endsWithBell: Bool
  private var isBehindEscape = false
  /// Bytes of a character of UTF-8 that are still to come: one of them may be 0x9C.
  private var continuations = 0
  /// Whether the character's first byte was that of the control characters of eight bits.
  private var mayBeControl = false

  init(endsWithBell: Bool) {
    self.endsWithBell = endsWithBell
  }

  /// - Returns: whether the string is over.
  mutating func take(_ byte: UInt8) -> Bool {
    if isBehindEscape, byte == 0x5C { return true }
    isBehindEscape = byte == 0x1B
    if continuations > 0, (0x80...0xBF).contains(byte) {
      continuations -= 1
      return mayBeControl && byte == 0x9C
    }
    mayBeControl = byte == 0xC2
    continuations = UTF8Character(first: byte)?.missing ?? 0
    // CAN and SUB break it off.
    return byte == 0x9C || byte == 0x18 || byte == 0x1A || byte == 0x07 && endsWithBell
  }
}

/// Takes what is pasted: the first line is for a field that text is typed into, the rest is for nobody.
struct PasteReader: Sendable {
  private enum State: Sendable {
    case text
    case character(UTF8Character)
    case escape
    /// After CSI: so many bytes of the end have come.
    case end(Int)
  }

  private static let end: [UInt8] = [0x32, 0x30, 0x31, 0x7E]
  private var state = State.text
  private var isFirstLine = true

  /// - Parameter emit: gets the characters of the first line.
  /// - Returns: whether the paste is over.
  mutating func take(_ byte: UInt8, isUTF8: Bool, _ emit: (Key) -> Void) -> Bool {
    switch state {
    case .text: text(byte, emit)
    case .character(let character): continueCharacter(byte, character, isUTF8, emit)
    case .escape: if byte == 0x5B { state = .end(0) } else { refuse(byte, emit) }
    case .end(let count):
      guard byte == Self.end[count] else {
        refuse(byte, emit)
        break
      }
      guard count + 1 < Self.end.count else { return true }
      state = .end(count + 1)
    }
    return false
  }

  private mutating func text(_ byte: UInt8, _ emit: (Key) -> Void) {
    state = .text
    switch byte {
    case 0x1B: state = .escape
    case 0x9B: state = .end(0)
    case 0x0A, 0x0D: isFirstLine = false
    case 0x20...0x7E: give(Unicode.Scalar(byte), emit)
    default:
      if let character = UTF8Character(first: byte) { state = .character(character) } else { give(nil, emit) }
    }
  }

  private mutating func continueCharacter(
    _ byte: UInt8, _ character: UTF8Character, _ isUTF8: Bool, _ emit: (Key) -> Void
  ) {
    var character = character
    switch character.take(byte) {
    case .more: state = .character(character)
    case .done(let scalar):
      state = scalar.value == 0x9B ? .end(0) : .text
      guard scalar.value != 0x9B else { return }
      give(isUTF8 && scalar.shown == scalar ? scalar : nil, emit)
    case .invalid:
      give(nil, emit)
      text(byte, emit)
    }
  }

  /// A sequence in what was pasted: no field takes it.
  private mutating func refuse(_ byte: UInt8, _ emit: (Key) -> Void) {
    give(nil, emit)
    text(byte, emit)
  }

  private func give(_ scalar: Unicode.Scalar?, _ emit: (Key) -> Void) {
    if isFirstLine { emit(.pasted(scalar)) }
  }
}

/// The bytes of one character of UTF-8, without a copy of them in memory that nobody overwrites: it may be a secret's.
struct UTF8Character: Sendable {
  enum Step {
    case more, invalid
    case done(Unicode.Scalar)
  }

  private var value: UInt32
  /// Bytes to come.
  private(set) var missing: Int
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
