/// Keys out of the bytes that a terminal sends.
///
/// What ECMA-48 and the control-sequence documents of xterm and kitty define, in 7 and 8 bits, is either its key or is
/// swallowed whole with its payload: no part of a report, paste or answer ever acts as a letter.
package struct KeyDecoder: Sendable {
  /// What has begun and is not complete, by how long it waits for its next byte.
  package enum Unfinished: Sendable {
    case nothing
    /// Esc, which only time tells from a sequence.
    case key
    /// What may be the rest of a sequence whose Esc came too early, and was the key: it comes at once, or not at all.
    case rest
    /// A sequence, a string or a mouse report.
    case sequence
    case paste
  }

  private enum State: Sendable {
    case ground
    /// After ESC: alone it is the Esc key, unless a control came behind it.
    case escape(isKey: Bool)
    /// The Esc was the key, because nothing followed it in time.
    case lateEscape
    /// The byte behind such an Esc, which introduces sequences.
    case lateIntroducer(UInt8)
    /// After ESC and intermediates (ECMA-35): one more byte ends it.
    case designation
    /// One more character belongs to it (SS2, VT52's keypad).
    case single(isEightBit: Bool)
    /// After ESC O: the parameters so far.
    case singleShift(SequenceParameters)
    /// After ESC [.
    case control(SequenceParameters)
    /// After ESC [ [, as Linux' console codes F1 to F5.
    case linuxFunction
    case mouse(MouseReport)
    /// Inside a string (DCS, OSC, PM, APC, SOS), up to its end.
    case string(StringEnd)
    /// Between ESC [200~ and ESC [201~.
    case paste(PasteReader)
    /// In the middle of a character of UTF-8; with Alt it is not a key.
    case text(UTF8Character, hasAlt: Bool)
    /// In the midst of a sequence, behind the first byte of a control character of eight bits in UTF-8.
    case halfControl
  }

  private var state = State.ground
  /// The sequence that goes on behind such a control.
  private var interrupted = State.ground
  /// Whether the last byte was a CR that was taken for Enter: an LF right behind it belongs to it.
  private var isBehindReturn = false
  private let isUTF8: Bool

  /// - Parameter isUTF8: bytes from 0x80 on are parts of characters of UTF-8; else they are controls and characters of
  ///   eight bits.
  package init(isUTF8: Bool) {
    self.isUTF8 = isUTF8
  }

  /// How long the caller must wait for what has begun.
  package var unfinished: Unfinished {
    switch state {
    case .ground, .lateEscape: .nothing
    case .escape(let isKey): isKey ? .key : .sequence
    case .lateIntroducer: .rest
    case .mouse(let report): report.isBare ? .key : .sequence
    case .designation, .single, .singleShift, .control, .linuxFunction, .string, .text, .halfControl: .sequence
    case .paste: .paste
    }
  }

  /// Takes the next byte.
  ///
  /// - Parameter emit: gets the key that it completes; two, where it also shows that what came before is not a
  ///   character.
  package mutating func take(_ byte: UInt8, _ emit: (Key) -> Void) {
    let isLineEnd = isBehindReturn && byte == 0x0A
    isBehindReturn = false
    switch state {
    case .ground: if !isLineEnd { ground(byte, emit) }
    case .escape: escape(byte, emit)
    case .lateEscape: lateEscape(byte, emit)
    case .lateIntroducer(let introducer): lateIntroducer(introducer, byte, emit)
    case .designation: designation(byte, emit)
    case .single(let isEightBit): single(byte, isEightBit, emit)
    case .singleShift(let parameters): singleShift(byte, parameters, emit)
    case .control(let parameters): control(byte, parameters, emit)
    case .linuxFunction: linuxFunction(byte, emit)
    case .mouse(let report): mouse(byte, report, emit)
    case .string(var end):
      let isOver = end.take(byte)
      state = isOver ? .ground : .string(end)
    case .paste(var reader):
      let isOver = reader.take(byte, isUTF8: isUTF8, emit)
      state = isOver ? .ground : .paste(reader)
    case .text(let character, let hasAlt): text(byte, character, hasAlt, emit)
    case .halfControl: halfControl(byte, emit)
    }
  }

  /// Nothing came for a while: an Esc was the key, the beginning of anything else is forgotten.
  package mutating func flush() -> Key? {
    let former = state
    state = .ground
    interrupted = .ground
    if case .escape(isKey: true) = former { state = .lateEscape }
    return switch former {
    case .escape(let isKey): isKey ? .escape : nil
    case .lateIntroducer(let byte): .character(Unicode.Scalar(byte))
    case .mouse(let report): report.isBare ? report.key : nil
    case .text(_, let hasAlt): hasAlt ? nil : .unreadable
    case .ground, .lateEscape, .designation, .single, .singleShift, .control, .linuxFunction, .string, .paste,
      .halfControl:
      nil
    }
  }
}

/// A sequence that a connection cut behind its Esc: the rest of it does not act as letters.
extension KeyDecoder {
  /// So much time has passed since an Esc that nothing belongs to it.
  package mutating func forgetEscape() {
    if case .lateEscape = state { state = .ground }
  }

  private mutating func lateEscape(_ byte: UInt8, _ emit: (Key) -> Void) {
    guard "[O]_^PXN".utf8.contains(byte) else { return ground(byte, emit) }
    state = .lateIntroducer(byte)
  }

  /// What comes at once behind an introducer is its sequence; names that begin with an O do not begin like a key.
  private mutating func lateIntroducer(_ introducer: UInt8, _ byte: UInt8, _ emit: (Key) -> Void) {
    if introducer != UInt8(ascii: "O") || SequenceKeys.letter(byte) != nil {
      introduce(introducer + 0x40)
    } else {
      state = .ground
      emit(.character(Unicode.Scalar(introducer)))
    }
    take(byte, emit)
  }
}

/// Characters, and what begins with a control character.
extension KeyDecoder {
  private mutating func ground(_ byte: UInt8, _ emit: (Key) -> Void) {
    state = .ground
    switch byte {
    case 0x1B: state = .escape(isKey: true)
    case 0x0D:
      isBehindReturn = true
      emit(.enter)
    case 0x80...0x9F: if !introduce(byte, isEightBit: true) { emit(.unreadable) }
    case 0x00...0x7F: if let key = SequenceKeys.single(byte) { emit(key) }
    default:
      guard let character = UTF8Character(first: byte) else { return emit(.unreadable) }
      state = .text(character, hasAlt: false)
    }
  }

  /// A control character of eight bits (C1), or its form of two (ESC and a byte 0x40 lower).
  ///
  /// - Parameter isEightBit: whether it is one byte, which old code pages have for letters.
  /// - Returns: whether something belongs to it.
  @discardableResult
  private mutating func introduce(_ control: UInt8, isEightBit: Bool = false) -> Bool {
    switch control {
    case 0x8E: state = .single(isEightBit: isEightBit)
    case 0x8F: state = .singleShift(SequenceParameters())
    case 0x90, 0x98, 0x9E, 0x9F: state = .string(StringEnd(endsWithBell: false))
    case 0x9B: state = .control(SequenceParameters())
    case 0x9D: state = .string(StringEnd(endsWithBell: true))
    default: return false
    }
    return true
  }

  private mutating func text(
    _ byte: UInt8, _ character: UTF8Character, _ hasAlt: Bool, _ emit: (Key) -> Void
  ) {
    var character = character
    switch character.take(byte) {
    case .more: state = .text(character, hasAlt: hasAlt)
    case .done(let scalar):
      state = .ground
      if (0x80...0x9F).contains(scalar.value) {
        introduce(UInt8(scalar.value))
        return
      }
      if !hasAlt { emit(isUTF8 ? .typed(scalar) : .unreadable) }
    case .invalid:
      state = .ground
      if !hasAlt { emit(.unreadable) }
      if !(0x80...0xBF).contains(byte) { take(byte, emit) }
    }
  }
}

/// Control characters in the midst of a sequence.
extension KeyDecoder {
  /// Takes a control character that interrupts a sequence: ESC and those of eight bits that introduce one begin
  /// another, CAN and SUB break it off. A terminal does at once what any other says, and goes on with the sequence.
  ///
  /// - Returns: `false` for what is not a control character.
  private mutating func interrupt(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x1B: state = .escape(isKey: true)
    case 0x18, 0x1A: state = .ground
    case 0x00...0x1F, 0x7F: break
    case 0x80...0x9F: introduce(byte)
    case 0xC2:
      interrupted = state
      state = .halfControl
    default: return false
    }
    return true
  }

  private mutating func halfControl(_ byte: UInt8, _ emit: (Key) -> Void) {
    state = (0x80...0x9F).contains(byte) ? interrupted : .ground
    interrupted = .ground
    if case .ground = state {
      // The two bytes are a character. A character ends the sequence.
      ground(0xC2, emit)
      take(byte, emit)
    } else {
      introduce(byte)
    }
  }
}

/// Sequences.
extension KeyDecoder {
  private mutating func escape(_ byte: UInt8, _ emit: (Key) -> Void) {
    state = .ground
    switch byte {
    case 0x1B:
      // The first was the key; the second may begin a sequence.
      state = .escape(isKey: true)
      emit(.escape)
    case 0x09: emit(.backTab)
    case 0x20...0x2F: state = .designation
    case 0x31...0x39: emit(.function(Int(byte) - 0x30))
    case 0x30: emit(.function(10))
    case 0x3F: state = .single(isEightBit: false)
    case 0x40...0x5F: introduce(byte + 0x40)
    case 0x80...0x9F: if !introduce(byte) { state = .escape(isKey: false) }
    case 0xC2...0xF4: if let character = UTF8Character(first: byte) { state = .text(character, hasAlt: true) }
    default: break
    }
  }

  private mutating func designation(_ byte: UInt8, _ emit: (Key) -> Void) {
    guard !(0x20...0x2F).contains(byte), !interrupt(byte) else { return }
    state = .ground
    if byte >= 0x80 { ground(byte, emit) }
  }

  private mutating func single(_ byte: UInt8, _ isEightBit: Bool, _ emit: (Key) -> Void) {
    // No keyboard shifts by eight bits; a code page of old PCs has a letter there.
    if isEightBit { emit(.unreadable) }
    if byte == 0x1B || isEightBit && (0x80...0x9F).contains(byte) { return ground(byte, emit) }
    if !isEightBit, byte != 0xC2, interrupt(byte) { return }
    state = UTF8Character(first: byte).map { .text($0, hasAlt: true) } ?? .ground
  }

  private mutating func singleShift(_ byte: UInt8, _ parameters: SequenceParameters, _ emit: (Key) -> Void) {
    if (0x30...0x39).contains(byte) || byte == 0x3B, let more = parameters.adding(byte) {
      state = .singleShift(more)
      return
    }
    guard byte == 0x09 && parameters.isEmpty || !interrupt(byte) else { return }
    guard byte < 0x80 else { return ground(byte, emit) }
    state = .ground
    // With Shift, Alt or Control it is another key than the bare one.
    guard parameters.isEmpty else { return }
    if let key = SequenceKeys.letter(byte) ?? SequenceKeys.keypad(byte) { emit(key) }
  }

  private mutating func control(_ byte: UInt8, _ parameters: SequenceParameters, _ emit: (Key) -> Void) {
    if byte == 0x5B, parameters.isEmpty {
      state = .linuxFunction
      return
    }
    if let more = parameters.adding(byte) {
      state = .control(more)
      return
    }
    guard !interrupt(byte) else { return }
    guard byte < 0x80 else { return ground(byte, emit) }
    state = .ground
    if parameters.isEmpty, let report = MouseReport(final: byte) {
      state = .mouse(report)
    } else if byte == 0x7E, parameters.isOnly(200) {
      state = .paste(PasteReader())
    } else if let key = SequenceKeys.control(byte, parameters) {
      emit(readable(key))
    }
  }

  /// A character that a keyboard protocol reports, as far as the line's encoding has it.
  private func readable(_ key: Key) -> Key {
    if case .character(let scalar) = key, !isUTF8, !scalar.isASCII { .unreadable } else { key }
  }

  private mutating func linuxFunction(_ byte: UInt8, _ emit: (Key) -> Void) {
    guard !interrupt(byte) else { return }
    guard byte < 0x80 else { return ground(byte, emit) }
    state = .ground
    if (0x41...0x45).contains(byte) { emit(.function(Int(byte) - 0x40)) }
  }

  private mutating func mouse(_ byte: UInt8, _ report: MouseReport, _ emit: (Key) -> Void) {
    var report = report
    switch report.take(byte) {
    case .more: state = .mouse(report)
    case .done: state = .ground
    case .notMine:
      state = .ground
      if report.isBare, let key = report.key { emit(key) }
      take(byte, emit)
    }
  }
}

extension Key {
  /// A character that was typed, if a terminal can show it.
  static func typed(_ scalar: Unicode.Scalar) -> Key { scalar.shown == scalar ? .character(scalar) : .unreadable }
}
