/// Keys that kitty's keyboard protocol and xterm's `modifyOtherKeys` report by the number of their character. A program
/// that died may have left them on: then Enter and letters come so.
enum KeyboardProtocol {
  /// `CSI key:shifted:base ; modifiers:event ; text u`.
  static func key(_ parameters: SequenceParameters) -> Key? {
    let (code, shifted, text) = (parameters.number(0), parameters.number(0, 1), parameters.number(2))
    let modifiers = parameters.modifiers
    if text != 0, modifiers.isBare || modifiers.isShift {
      // Several characters by one key: no field can take them one by one.
      return parameters.number(2, 1) == 0 ? character(text) : .unreadable
    }
    if let key = named(code, modifiers) ?? keypad(code, modifiers) ?? functional(code, modifiers) { return key }
    guard isCharacter(code) else { return nil }
    if modifiers.isControl { return controlled(code) }
    if modifiers.isBare { return character(modifiers.hasCapsLock ? upper(code) ?? code : code) }
    guard modifiers.isShift else { return nil }
    if shifted != 0 { return character(shifted) }
    // Which sign Shift makes is the keyboard's secret.
    return upper(code).map { character($0) } ?? (code == 0x20 ? .character(" ") : .unreadable)
  }

  /// `CSI 27 ; modifiers ; character ~`: the character is what the keyboard made of Shift already.
  static func otherKey(_ code: UInt32, _ modifiers: KeyModifiers) -> Key? {
    if let key = named(code, modifiers) { return key }
    guard isCharacter(code) else { return nil }
    if modifiers.isControl { return controlled(code) }
    return modifiers.isBare || modifiers.isShift ? character(code) : nil
  }

  private static func named(_ code: UInt32, _ modifiers: KeyModifiers) -> Key? {
    switch code {
    case 8, 127: modifiers.isBare || modifiers.isShift ? .backspace : nil
    case 9: modifiers.isBare ? .tab : modifiers.isShift ? .backTab : nil
    case 13: modifiers.isBare || modifiers.isShift ? .enter : nil
    case 27: modifiers.isBare || modifiers.isShift ? .escape : nil
    default: nil
    }
  }

  /// The numeric keypad, in Unicode's private use area.
  private static func keypad(_ code: UInt32, _ modifiers: KeyModifiers) -> Key? {
    guard modifiers.isBare else { return nil }
    let signs: [Key] = [
      .character("."), .character("/"), .character("*"), .character("-"), .character("+"), .enter, .character("="),
      .character(","), .left, .right, .up, .down, .pageUp, .pageDown, .home, .end, .insert, .delete,
    ]
    switch code {
    case 57_399...57_408: return .character(Unicode.Scalar(UInt8(code - 57_399 + 0x30)))
    case 57_409...57_426: return signs[Int(code - 57_409)]
    default: return nil
    }
  }

  /// The other keys that have numbers in the private use area, for terminals that use these also where ECMA-48 has
  /// sequences.
  private static func functional(_ code: UInt32, _ modifiers: KeyModifiers) -> Key? {
    if code == 57_346, modifiers.isShift { return .backTab }
    guard modifiers.isBare else { return nil }
    let keys: [Key] = [
      .escape, .enter, .tab, .backspace, .insert, .delete, .left, .right, .up, .down, .pageUp, .pageDown, .home, .end,
    ]
    switch code {
    case 57_344...57_357: return keys[Int(code - 57_344)]
    case 57_364...57_375: return .function(Int(code - 57_363))
    default: return nil
    }
  }

  /// Whether it is a character: not a control, and not one of the numbers for keys.
  private static func isCharacter(_ code: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(code), code >= 0x20, code != 0x7F else { return false }
    return !(0x80...0x9F).contains(code) && scalar.properties.generalCategory != .privateUse
  }

  private static func character(_ code: UInt32) -> Key {
    Unicode.Scalar(code).map { .typed($0) } ?? .unreadable
  }

  private static func upper(_ code: UInt32) -> UInt32? { (0x61...0x7A).contains(code) ? code - 0x20 : nil }

  /// Control and a letter, as a terminal without the protocol sends it.
  private static func controlled(_ code: UInt32) -> Key? {
    let letter = upper(code) ?? code
    if letter == 0x5B { return .escape }
    return (0x41...0x5A).contains(letter) ? SequenceKeys.single(UInt8(letter - 0x40)) : nil
  }
}
