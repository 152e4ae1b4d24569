/// Which change it is: so a person who was asked about one decides nothing about another that came meanwhile.
package struct ChangeID: Sendable, Equatable, Codable {
  private enum CodingKeys: String, CodingKey {
    case subject = "backup"
    case began, mark
  }

  /// What the change brings, by name.
  package let subject: String
  /// Seconds since 1970. The clock may have been set between two changes.
  let began: Int64
  /// Sixteen hexadecimal digits, drawn at random when it is recorded; `nil` for a change of an earlier version.
  let mark: String?

  /// A mark for a change that is about to be recorded. It is not a secret.
  static func newMark() -> String {
    let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
