/// Names as text. The system's names are bytes; here a name is text from which the bytes can be had again.
///
/// A byte that is not part of UTF-8 is written `\xNN`, with two hexadecimal digits in upper case, and a backslash `\\`.
/// So two names never have the same text, and a name that is UTF-8 without a backslash is its own text.
package enum NameText {
  /// The text of a name or path.
  package static func text(_ bytes: some Collection<UInt8>) -> String {
    let all = Array(bytes)
    if let text = String(validating: all, as: UTF8.self), !all.contains(backslash) { return text }
    var text = ""
    var rest = all[...]
    while let first = rest.first {
      let length = first == backslash ? 1 : validLength(rest)
      if first == backslash {
        text += #"\\"#
      } else if length == 0 {
        text += escaped(first)
      } else {
        text += String(decoding: rest.prefix(length), as: UTF8.self)
      }
      rest = rest.dropFirst(max(length, 1))
    }
    return text
  }

  /// The bytes of a name or path. A backslash that does not begin `\xNN` or `\\` is an ordinary byte.
  package static func bytes(_ text: String) -> [UInt8] {
    let all = Array(text.utf8)
    guard all.contains(backslash) else { return all }
    var bytes: [UInt8] = []
    var rest = all[...]
    while let first = rest.first {
      let second = rest.dropFirst().first
      if first == backslash, second == backslash {
        bytes.append(backslash)
        rest = rest.dropFirst(2)
      } else if first == backslash, second == UInt8(ascii: "x"), let byte = byte(rest.dropFirst(2).prefix(2)) {
        bytes.append(byte)
        rest = rest.dropFirst(4)
      } else {
        bytes.append(first)
        rest = rest.dropFirst()
      }
    }
    return bytes
  }

  private static let backslash = UInt8(ascii: "\\")

  private static func escaped(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return #"\x"# + (digits.utf8.count == 1 ? "0" : "") + digits
  }

  private static func byte(_ digits: ArraySlice<UInt8>) -> UInt8? {
    guard digits.count == 2, !digits.contains(UInt8(ascii: "+")), !digits.contains(UInt8(ascii: "-")) else {
      return nil
    }
    return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  /// Bytes of the character that begins here; 0 where none does.
  private static func validLength(_ bytes: ArraySlice<UInt8>) -> Int {
    (1...4).first { count in
      bytes.count >= count && String(validating: Array(bytes.prefix(count)), as: UTF8.self) != nil
    } ?? 0
  }
}
