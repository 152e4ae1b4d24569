package import BackupStore
package import CameraModel
internal import CameraService

/// Bytes as a person reads them: `512 B`, `44 KB`, `3.4 MB`, `29.7 GB`; a kilobyte has 1,024 bytes.
package func size(_ bytes: Int64) -> String {
  let (number, unit) = scaled(bytes, decimalsBelow: 100)
  return "\(number) \(unit)\(unit == "B" ? "" : "B")"
}

/// The same in the cell of a table, in at most five characters: `44 K`, `3.4 M`, `29 G`, and `0.9 M` for 1,000 K.
package func cellSize(_ bytes: Int64) -> String {
  let (number, unit) = scaled(bytes, decimalsBelow: 10, nextFrom: 1_000)
  return "\(number) \(unit)"
}

/// - Parameter next: of one unit, from where on the next one is used.
private func scaled(
  _ bytes: Int64, decimalsBelow limit: Int64, nextFrom next: Int64 = 1_024
) -> (number: String, unit: String) {
  let units = ["B", "K", "M", "G", "T"]
  var value = bytes
  var remainder: Int64 = 0
  var unit = 0
  while value >= next, unit < units.count - 1 {
    remainder = value % 1_024
    value /= 1_024
    unit += 1
  }
  let tenths = remainder * 10 / 1_024
  let hasTenths = unit > 1 ? value < limit : unit == 1 && value == 0
  return (hasTenths ? "\(value).\(tenths)" : "\(value)", units[unit])
}

/// A time to wait: `30 s`, `3 min 20 s`, `15 min`, `24 h`; from ten minutes on in whole minutes, rounded up.
package func duration(_ seconds: Int) -> String {
  if seconds < 60 { return "\(seconds) s" }
  if seconds < 600 { return "\(seconds / 60) min" + (seconds % 60 > 0 ? " \(seconds % 60) s" : "") }
  let minutes = (seconds + 59) / 60
  if minutes < 120 { return "\(minutes) min" }
  return "\(minutes / 60) h" + (minutes % 60 > 0 ? " \(minutes % 60) min" : "")
}

/// How long work took: `0.3 s`, `3 min 20 s`.
package func elapsed(milliseconds: Int64) -> String {
  let tenths = (milliseconds + 50) / 100
  return tenths < 600 ? "\(tenths / 10).\(tenths % 10) s" : duration(Int(tenths / 10))
}

/// The same where seconds are counted down: `0:30`, `59:59`.
package func clock(_ seconds: Int) -> String { "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)" }

/// How long a PIN resists.
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

func grouped(_ number: Int) -> String {
  var groups: [Substring] = []
  var digits = Substring(String(number))
  while digits.count > 3 {
    groups.insert(digits.suffix(3), at: 0)
    digits = digits.dropLast(3)
  }
  return ([digits] + groups).joined(separator: ",")
}

/// What was restored, as the record of a restore names it, within a sentence or at its beginning.
package func restoreSource(_ backup: String, beginsSentence: Bool = false) -> String {
  switch (BackupSelector(backup), beginsSentence) {
  case (.undo, true): "The previous configuration"
  case (.undo, false): "the previous configuration"
  case (_, true): "Backup \(backup)"
  case (_, false): "backup \(backup)"
  }
}

/// A restore, or a change of the configuration, within a sentence or at its beginning.
///
/// - Parameter subject: what its record names.
package func changeName(_ subject: String, beginsSentence: Bool = false) -> String {
  let start = beginsSentence ? "The" : "the"
  return isOfConfiguration(subject)
    ? "\(start) change of the configuration" : "\(start) restore of \(restoreSource(subject))"
}

/// That it was made: a sentence without its end.
package func changeDone(_ subject: String) -> String {
  isOfConfiguration(subject)
    ? "The configuration was changed" : "\(restoreSource(subject, beginsSentence: true)) was restored"
}

func isOfConfiguration(_ subject: String) -> Bool { subject.utf8.elementsEqual(Camera.configurationSubject.utf8) }

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
    case .deriving: "trying the PIN"
    }
  }
}
