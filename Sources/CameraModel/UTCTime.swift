/// Civil time of the proleptic Gregorian calendar in UTC, by arithmetic alone.
package enum UTCTime {
  /// A moment as ISO 8601 has it: `2026-11-20T02:00:03Z`.
  ///
  /// - Parameter seconds: since 1970-01-01T00:00:00Z, clamped to the years 0000–9999.
  package static func iso8601(_ seconds: Int64) -> String {
    let moment = min(max(seconds, -62_167_219_200), 253_402_300_799)
    let days = (moment >= 0 ? moment : moment - 86_399) / 86_400
    let rest = moment - days * 86_400
    let (year, month, day) = date(days)
    return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T"
      + "\(pad(rest / 3600, 2)):\(pad(rest / 60 % 60, 2)):\(pad(rest % 60, 2))Z"
  }

  /// The moment that a text of `iso8601` names, in seconds since 1970; `nil` for every other text.
  package static func seconds(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count == 20 else { return nil }
    func number(_ range: Range<Int>) -> Int64 { Int64(String(decoding: bytes[range], as: UTF8.self)) ?? -1 }
    let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
    guard year >= 0, (1...12).contains(month), (1...31).contains(day) else { return nil }
    let clock = number(11..<13) * 3_600 + number(14..<16) * 60 + number(17..<19)
    let moment = days(year, month, day) * 86_400 + clock
    return iso8601(moment) == text ? moment : nil
  }

  /// Days since 1970-01-01: the reverse of `date`.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let fromMarch = month > 2 ? year : year - 1
    let era = (fromMarch >= 0 ? fromMarch : fromMarch - 399) / 400
    let yearOfEra = fromMarch - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Year, month and day of a number of days since 1970-01-01.
  ///
  /// Years are counted from March, so that the leap day is the last of its year (Hinnant, *chrono-compatible
  /// low-level date algorithms*).
  private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let fromMarch = (5 * dayOfYear + 2) / 153
    let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * fromMarch + 2) / 5 + 1)
  }

  private static func pad(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
