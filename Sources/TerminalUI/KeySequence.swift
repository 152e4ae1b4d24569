/// What is known of a sequence between its introducer and its end. It holds no memory of its own: a keyboard protocol
/// reports the characters of secrets in it.
struct SequenceParameters: Sendable {
  private static let fields = 3
  private static let parts = 3
  /// More than any scalar or number of a key.
  private static let greatest: UInt32 = 10_000_000

  /// Numbers of the first fields, each with its parts between colons; 0 for what is missing.
  private var numbers = InlineArray<9, UInt32>(repeating: 0)
  private var field = 0
  private var part = 0
  private(set) var isEmpty = true
  /// Whether there are only numbers: no private marker, no intermediate, not too many.
  private(set) var isPlain = true

  /// The same with another byte; `nil` when it is not a parameter or an intermediate.
  func adding(_ byte: UInt8) -> SequenceParameters? {
    guard (0x20...0x3F).contains(byte) else { return nil }
    var more = self
    more.add(byte)
    return more
  }

  private mutating func add(_ byte: UInt8) {
    isEmpty = false
    switch byte {
    case 0x30...0x39:
      guard field < Self.fields, part < Self.parts else { break }
      let index = field * Self.parts + part
      numbers[index] = min(numbers[index] * 10 + UInt32(byte - 0x30), Self.greatest)
    case 0x3A: part += 1
    case 0x3B:
      field += 1
      part = 0
    default: isPlain = false
    }
    // Of the text of a key, which is last, more characters than two make no difference.
    if field >= Self.fields || part >= Self.parts && field < Self.fields - 1 { isPlain = false }
  }

  /// A number, counted from 0.
  func number(_ field: Int, _ part: Int = 0) -> UInt32 { numbers[field * Self.parts + part] }

  var fieldCount: Int { isEmpty ? 0 : field + 1 }

  /// Whether this is the only number.
  func isOnly(_ number: UInt32) -> Bool {
    isPlain && field == 0 && part == 0 && self.number(0) == number
  }

  /// The second number as xterm and kitty code it.
  var modifiers: KeyModifiers { KeyModifiers(code: number(1)) }

  /// Whether a key was let go, which kitty reports too.
  var isRelease: Bool { number(1, 1) == 3 }
}

/// Shift, Alt and the others that were held with a key.
struct KeyModifiers: Sendable {
  private let bits: UInt32

  /// - Parameter code: one more than the sum of the modifiers; 0 for none.
  init(code: UInt32) {
    bits = max(code, 1) - 1
  }

  /// Caps Lock and Num Lock do not make another key of a key.
  private var held: UInt32 { bits & 0x3F }
  var isBare: Bool { held == 0 }
  var isShift: Bool { held == 1 }
  var isControl: Bool { held == 4 }
  var hasCapsLock: Bool { bits & 0x40 != 0 }
}

/// The keys of sequences, as xterm, VT220, rxvt, kitty and Linux' console send them.
enum SequenceKeys {
  /// A key of one byte; `nil` for a control that means nothing.
  static func single(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x08, 0x7F: .backspace
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x01...0x1A: .control(Unicode.Scalar(byte + 0x60))
    case 0x20...0x7E: .character(Unicode.Scalar(byte))
    default: nil
    }
  }

  static func control(_ final: UInt8, _ parameters: SequenceParameters) -> Key? {
    guard parameters.isPlain, !parameters.isRelease else { return nil }
    switch final {
    case 0x7E: return tilde(parameters)
    case 0x75: return parameters.isEmpty ? nil : KeyboardProtocol.key(parameters)
    case 0x5A: return parameters.modifiers.isBare || parameters.modifiers.isShift ? .backTab : nil
    // A cursor report ends like F3.
    case 0x52: return parameters.isEmpty ? .function(3) : nil
    default:
      guard parameters.number(0) <= 1, parameters.fieldCount <= 2, parameters.modifiers.isBare else { return nil }
      return letter(final)
    }
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
    case 0x09: .tab
    case 0x20: .character(" ")
    case 0x4D: .enter
    case 0x58: .character("=")
    case 0x6A...0x79: .character(Unicode.Scalar(final - 0x40))
    default: nil
    }
  }

  private static func tilde(_ parameters: SequenceParameters) -> Key? {
    // xterm's modifyOtherKeys: 27; modifiers; character.
    if parameters.number(0) == 27, parameters.fieldCount == 3 {
      return KeyboardProtocol.otherKey(parameters.number(2), parameters.modifiers)
    }
    guard (1...2).contains(parameters.fieldCount), parameters.modifiers.isBare else { return nil }
    let number = Int(parameters.number(0))
    return switch number {
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
