package import BackupStore
package import CameraModel

/// Amounts as a person reads them.
package func size(_ bytes: Int64) -> String {
  let units = ["B", "K", "M", "G", "T"]
  var value = bytes
  var remainder: Int64 = 0
  var unit = 0
  while value >= 1_024, unit < units.count - 1 {
    remainder = value % 1_024
    value /= 1_024
    unit += 1
  }
  let tenths = remainder * 10 / 1_024
  return value < 10 && unit > 1 ? "\(value).\(tenths) \(units[unit])" : "\(value) \(units[unit])"
}

/// A time to wait: `30 s`, `5 min`, `60 min`.
package func duration(_ seconds: Int) -> String {
  seconds < 120 ? "\(seconds) s" : "\((seconds + 59) / 60) min"
}

/// The same where seconds are counted down: `0:30`, `59:59`.
package func clock(_ seconds: Int) -> String { "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)" }

/// How long a PIN resists, as one says it.
package func wording(_ resistance: Resistance) -> String {
  switch resistance {
  case .instant: "no time at all"
  case .seconds(let count): counted(count, "second")
  case .minutes(let count): counted(count, "minute")
  case .hours(let count): counted(count, "hour")
  case .days(let count): counted(count, "day")
  case .tenthsOfYears(let tenths): "\(tenths / 10).\(tenths % 10) years"
  case .years(let count): "\(grouped(count)) years"
  case .ages: "over ten million years"
  }
}

/// `1 backup`, `5 backups`.
package func counted(_ count: Int, _ unit: String) -> String { count == 1 ? "1 \(unit)" : "\(count) \(unit)s" }

/// A small number in words: `four`, `twelve`; `64` from thirteen on.
package func spelled(_ number: Int, beginsSentence: Bool = false) -> String {
  let words = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
  ]
  guard words.indices.contains(number) else { return String(number) }
  return beginsSentence ? words[number].prefix(1).uppercased() + words[number].dropFirst() : words[number]
}

private func grouped(_ number: Int) -> String {
  var groups: [Substring] = []
  var digits = Substring(String(number))
  while digits.count > 3 {
    groups.insert(digits.suffix(3), at: 0)
    digits = digits.dropLast(3)
  }
  return ([digits] + groups).joined(separator: ",")
}

/// What was restored, as a restore's record names it, within a sentence or at its beginning.
package func restored(_ backup: String, beginsSentence: Bool = false) -> String {
  switch (BackupSelector(backup), beginsSentence) {
  case (.undo, true): "What was before the last restore"
  case (.undo, false): "what was before the last restore"
  case (_, true): "Backup \(backup)"
  case (_, false): "backup \(backup)"
  }
}

/// Moments for people who do not see a screen.
enum UTC {
  static func text(_ seconds: Int64) -> String { UTCTime.iso8601(seconds) }
}

extension WorkProgress.Phase {
  /// The part of the work, as a person reads it.
  package var words: String {
    switch self {
    case .writing: "writing"
    case .readingBack: "reading back"
    case .verifying: "verifying"
    case .decrypting: "decrypting"
    case .rewriting: "re-encrypting"
    case .deriving: "trying the digits"
    }
  }
}
