/// Everything that a terminal may send and that is not a key of the console: every form of sequence that ECMA-48,
/// xterm's and kitty's control-sequence documents define, in 7 and 8 bits, with its payload.
package enum SilentSequences {
  package static let all: [[UInt8]] =
    controls + shifts + strings + mice + reports + designations + pastes
    + interrupted + restarted + brokenOff

  /// What no terminal sends, and keyboards with a code page of old PCs do: no key either, but a field tells of it.
  package static let letters: [[UInt8]] =
    [0x80, 0x84, 0x85, 0x88, 0x8D, 0x91, 0x94, 0x99, 0x9A, 0x9C].map { [$0] }
    + ["A", "r", " "].map { [0x8E] + ascii($0) }

  private static let esc: UInt8 = 0x1B

  /// The forms of a control character of eight bits: ESC and a letter, itself, and as UTF-8.
  private static func forms(_ control: UInt8) -> [[UInt8]] { [[esc, control - 0x40], [control], [0xC2, control]] }

  private static func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// Control sequences: every final byte, with markers, parameters and intermediates.
  private static let controls: [[UInt8]] = {
    let parameters = [
      "", "0", "3", "1;5", "1;2", "24;80", "0;10;20", "1;1:3", "97:65;2:3;65", ";;", "9999999999", "1;1;1;1",
    ]
    var all: [[UInt8]] = []
    for introducer in forms(0x9B) {
      for final in UInt8(0x40)...0x7E {
        for text in parameters where !isKey(text, final) { all.append(introducer + ascii(text) + [final]) }
        for marker in ["?", ">", "<", "="] { all.append(introducer + ascii(marker + "1;2") + [final]) }
        for intermediate in ["$", " ", "!", "'", "*", "\"", "&", ",", "+", "-", "$!"] {
          all.append(introducer + ascii("1;2" + intermediate) + [final])
        }
      }
    }
    return all
  }()

  /// What may be a key, or the beginning of a mouse report or paste.
  private static func isKey(_ parameters: String, _ final: UInt8) -> Bool {
    let plain = ["", "0", ";;", "1;1;1;1"]
    switch final {
    case 0x5B: return parameters.isEmpty
    case 0x4D, 0x54, 0x74: return parameters.isEmpty
    case 0x41...0x44, 0x46, 0x48, 0x50...0x53: return plain.contains(parameters)
    case 0x5A: return plain.contains(parameters) || ["3", "1;2", "24;80", "0;10;20", "9999999999"].contains(parameters)
    case 0x75: return true
    case 0x7E: return ["", "0", "3", "9999999999"].contains(parameters)
    default: return false
    }
  }

  /// Single shifts: SS3 with modifiers and what it has no key for, SS2 and VT52's keypad with any character.
  private static let shifts: [[UInt8]] = {
    var all: [[UInt8]] = []
    for shift in forms(0x8F) {
      for text in ["2P", "5A", "1;5B", "a", "d", "E", "G", "N", "T", "~", "@"] { all.append(shift + ascii(text)) }
    }
    for shift in forms(0x8E) where shift != [0x8E] {
      for text in ["A", "r", " ", "~", "ä"] { all.append(shift + ascii(text)) }
    }
    for text in ["A", "M", "p", "y"] { all.append(ascii("\u{1B}?" + text)) }
    return all
  }()

  /// Strings with every end that their kind has.
  private static let strings: [[UInt8]] = {
    let payloads: [(control: UInt8, texts: [String])] = [
      (0x9D, ["10;rgb:ffff/0000/0000", "52;c;ZGVsZXRlDQ==", "4;1;rgb:00/00/00", "lÜber ßÛ 🙂 rr", "L", "99;i=1;r", ""]),
      (0x90, ["1$r0m", "0$r", "1+r436f=323536", ">|XTerm(390)", "!|00000000", "2$uy;n;r", "1!u1;r;y"]),
      (0x9F, ["Gi=1;OK", "Gi=31,p=1;ENOENT:rry"]), (0x9E, ["privacy rr y"]),
      (0x90, ["\u{7}r"]), (0x98, ["any \u{1B}[A \u{7} rr\r\ny", "\u{1B}\u{1B} r"]),
    ]
    var all: [[UInt8]] = []
    for (control, texts) in payloads {
      let bell: [[UInt8]] = control == 0x9D ? [[0x07]] : []
      for text in texts {
        for introducer in forms(control) {
          for end in forms(0x9C) + bell { all.append(introducer + ascii(text) + end) }
        }
      }
    }
    return all
  }()

  /// The mouse in the codings of X10, 1005, 1006, 1015 and 1016, and of highlighting.
  private static let mice: [[UInt8]] = {
    var all: [[UInt8]] = []
    for introducer in forms(0x9B) {
      for button: UInt8 in [0x20, 0x21, 0x23, 0x40, 0x60, 0x61, 0x72, 0x7F, 0xA0] {
        for (column, row): (UInt8, UInt8) in [(0x21, 0x21), (0x72, 0x72), (0x7E, 0x79), (0xFF, 0xF0), (0x00, 0x21)] {
          all.append(introducer + [0x4D, button, column, row])
        }
      }
      // 1005: places from 96 on are characters of two bytes.
      for place in ["  \u{80}", " \u{A1}r", "\u{A0}\u{7FF}\u{121}", "r\u{C9}\u{1B2}"] {
        all.append(introducer + [0x4D] + ascii(place))
      }
      all += ["t!r", "Trrrrrr", "<0;82;10M", "<0;82;10m", "<65;1;1M", "32;82;10M", "<35;1024;768m"].map {
        introducer + ascii($0)
      }
    }
    return all
  }()

  /// Focus, attributes, states, sizes, colours, and keys that were let go or are no keys here.
  private static let reports: [[UInt8]] = forms(0x9B).flatMap { introducer in
    [
      "I", "O", "?1;2c", "?64;1;2;22c", ">41;390;0c", "0n", "3n", "?13n", "24;80R", "1;1R", "?24;80;1R",
      "2;1;1;112;112;1;0x",
      "?2026;2$y", "4;1$y", "?1;3;256S", "4;600;800t", "8;24;80t", "48;24;80;600;800t", "1t", "3;0;0t", "?997;1n",
      "?0u",
      "?31u", "97;1:3u", "13;1:3u", "27;1:3u", "57358u", "57441;2u", "57376u", "97;3u", "114;9u", "97;7u", "13;5u",
      "9;5u",
      "27;5;9~", "27;3;114~", "27;6;13~", "3;5~", "3;1:3~", "1;1:3A", "1;3B", "25~", "29~", "34~", "201~", "E", "1;2P",
      "1;1:3P",
      "1;5H", "1;5;1;1;1&w", "u", "1\u{0};5A", "1\r;5\u{7}A", "1;5\u{7F}B", "?1\n;2c", "1;5\u{18}", "0;1u",
      "57358;1:3u",
      "57352;1:3u", "57376;1u", "57428u", "57454u", "57352;5u", "?2027;0$y", "1;2;3;4&y", "?62;1;6c", "=0;1c",
    ].map { introducer + ascii($0) }
  }

  /// Two bytes and more without parameters, Alt with a letter, and single control characters of eight bits.
  private static let designations: [[UInt8]] = {
    let texts = [
      "(B", ")0", "*A", "#8", "%G", "%/I", " F", "$(C", "=", ">", "\\", "|", "}", "~", "c", "n", "o", "a", "r", "y",
      "R",
      "ä", "\r", "[[r",
    ]
    var all: [[UInt8]] = texts.map { ascii("\u{1B}" + $0) }
    for control: UInt8 in [0x80, 0x84, 0x85, 0x88, 0x8D, 0x91, 0x99, 0x9A, 0x9C] {
      all.append([0xC2, control])
    }
    return all
  }()

  /// The first line of a paste is for a text field: here it is empty.
  private static let pastes: [[UInt8]] = {
    var all: [[UInt8]] = []
    for begin in forms(0x9B) {
      for end in forms(0x9B) {
        let text = ascii("200~\rdelete\r\u{1B}[A rr\ny")
        all.append(begin + text + end + ascii("201~"))
      }
    }
    return all
  }()

  /// Sequences of more than one byte behind their ESC, each without what ends it, and its end.
  private static let beginnings: [(begin: [UInt8], end: String)] = {
    let controls = [("", "r"), ("1", ";5r"), ("1;5", "r"), ("?1;2", "c"), ("1$", "r")]
    let others = [("(", "r"), ("$(", "r"), ("N", "r"), ("?", "r"), ("O", "a"), ("O2", "P"), ("[[", "r"), ("[M!", "rr")]
    var all: [(begin: [UInt8], end: String)] = []
    for (begin, end) in controls { all += [([esc, 0x5B] + ascii(begin), end), ([0x9B] + ascii(begin), end)] }
    for (begin, end) in others { all.append(([esc] + ascii(begin), end)) }
    return all
  }()

  /// A terminal goes on with a sequence behind a control character in the midst of it.
  private static let interrupted: [[UInt8]] = {
    let breaks: [UInt8] = [0x18, 0x1A, esc]
    let single = (UInt8(0x00)...0x1F).filter { !breaks.contains($0) } + [0x7F]
    let introducers: [UInt8] = [0x8E, 0x8F, 0x90, 0x98, 0x9B, 0x9D, 0x9E, 0x9F]
    let eightBit = (UInt8(0x80)...0x9F).filter { !introducers.contains($0) }
    var all: [[UInt8]] = []
    for (begin, end) in beginnings {
      // Of a report of the mouse these bytes are places; behind SS3 the tabulator is a key.
      let isMouse = begin.starts(with: [esc, 0x5B, 0x4D])
      for control in single where !(isMouse && [0x00, 0x7F].contains(control) || begin.last == 0x4F && control == 0x09)
      {
        all.append(begin + [control] + ascii(end))
      }
      for control in isMouse ? [] : eightBit {
        // A shift takes one character, and that may be one of UTF-8.
        all.append(begin + [control] + ascii(end))
        if ![0x4E, 0x3F].contains(begin.last) { all.append(begin + [0xC2, control] + ascii(end)) }
      }
    }
    return all + eightBit.map { [esc, $0] + ascii("[1;5r") }
  }()

  /// Another sequence begins in the midst of one.
  private static let restarted: [[UInt8]] = {
    let ends: [(control: UInt8, text: String)] = [
      (0x9B, "1;5r"), (0x9B, "r"), (0x8F, "a"), (0x8E, "r"), (0x90, "rr\u{1B}\\"), (0x98, "rr\u{1B}\\"),
      (0x9D, "rr\u{1B}\\"), (0x9E, "rr\u{1B}\\"), (0x9F, "rr\u{1B}\\"),
    ]
    var all: [[UInt8]] = []
    for (begin, _) in beginnings {
      // Of a report of the mouse those of eight bits are places.
      let isMouse = begin.starts(with: [esc, 0x5B, 0x4D])
      for (control, text) in ends {
        for form in forms(control).prefix(isMouse ? 1 : 3) { all.append(begin + form + ascii(text)) }
      }
    }
    return all
  }()

  /// CAN and SUB break off whatever has begun.
  private static let brokenOff: [[UInt8]] = {
    let begun = beginnings.map(\.begin) + ["\u{1B}]0;r", "\u{1B}P1$r", "\u{1B}_r"].map { ascii($0) }
    return begun.map { $0 + [0x18] } + begun.map { $0 + [0x1A] }
  }()
}
