/// libsodium's password string of Argon2id: `$argon2id$v=19$m=KIB,t=PASSES,p=LANES$SALT$HASH`.
enum PasswordString {
  /// Bytes of a salt at least, of a hash at least (`argon2.h`: `ARGON2_MIN_SALT_LENGTH`, `ARGON2_MIN_OUTLEN`).
  private static let (shortestSalt, shortestHash) = (8, 16)

  /// Whether a password can match it. Nothing matches what stands for a user who is put aside, as `*`, `!` or `x`, a
  /// string of another algorithm, or one that is damaged.
  static func canMatch(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false).map(Array.init)
    guard parts.count == 6, parts[0].isEmpty, parts[1] == Array("argon2id".utf8), parts[2] == Array("v=19".utf8)
    else { return false }
    return areCosts(parts[3]) && isBase64(parts[4], atLeast: shortestSalt) && isBase64(parts[5], atLeast: shortestHash)
  }

  /// What a check computes at most, KiB in all passes together, and KiB of memory: `Argon2id.isAffordable`.
  private static let (mostWork, mostMemory) = (1_048_576, 262_144)

  /// Memory in KiB, 8 at least, passes, and one lane: whoever wrote another number did not have the string from libsodium,
  /// and what it stands for is not known. What costs too much is never checked.
  private static func areCosts(_ text: [UInt8]) -> Bool {
    let parts = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    let numbers = zip(parts, ["m=", "t=", "p="]).compactMap { number($0, after: $1) }
    guard parts.count == 3, numbers.count == 3 else { return false }
    guard numbers[0] <= mostMemory, numbers[0] * numbers[1] <= mostWork else { return false }
    return numbers[2] == 1 && numbers[0] >= 8
  }

  /// A decimal number from 1 on without leading zeros, below 2³².
  private static func number(_ text: ArraySlice<UInt8>, after name: String) -> Int? {
    guard text.starts(with: name.utf8) else { return nil }
    let digits = String(decoding: text.dropFirst(name.utf8.count), as: UTF8.self)
    guard let number = SettingText.number(digits, in: 1...Int(UInt32.max)), String(number) == digits else { return nil }
    return number
  }

  /// Base64 without padding whose unused bits are zero.
  private static func isBase64(_ text: [UInt8], atLeast bytes: Int) -> Bool {
    guard text.count * 6 / 8 >= bytes, text.count % 4 != 1 else { return false }
    let values = text.compactMap(value)
    guard values.count == text.count, let last = values.last else { return false }
    return last & (text.count % 4 == 2 ? 0b1111 : text.count % 4 == 3 ? 0b11 : 0) == 0
  }

  private static func value(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
