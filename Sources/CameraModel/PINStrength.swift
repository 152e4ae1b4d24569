/// How long the digits of a PIN resist someone who has the card and tries them all.
package struct PINStrength: Sendable, Equatable {
  /// What makes digits fall far sooner than random ones.
  package enum Weakness: Sendable, Equatable {
    /// Up or down by one: 12345678, 87654321.
    case run
    /// One digit, or a group of digits again and again: 11111111, 12121212.
    case repeated
    /// A day, as 24121987, 12241987, 19871224, 241287 or 1987.
    case date
  }

  /// How many digits.
  package let digits: Int
  /// The average: half the space, as random digits resist.
  package let resistance: Resistance
  /// `nil` where no pattern shows.
  package let weakness: Weakness?

  /// Guesses a second of a high-end graphics card of 2022 with Argon2id of 64 MiB and 3 passes.
  package static let guessesPerSecond = 1667.0

  /// Estimates the strength of a PIN, or of a beginning of one, as it is typed.
  package init(of pin: Span<UInt8>) {
    self.init(digits: pin.count, weakness: Self.weakness(of: pin))
  }

  /// The strength of random digits.
  package init(digits: Int) {
    self.init(digits: digits, weakness: nil)
  }

  private init(digits: Int, weakness: Weakness?) {
    self.digits = digits
    self.weakness = weakness
    var space = 1.0
    for _ in 0..<digits { space *= 10 }
    resistance = Resistance(seconds: space / 2 / Self.guessesPerSecond)
  }
}

/// A time that guessing takes, rounded as one says it.
package enum Resistance: Sendable, Equatable {
  /// Below a second.
  case instant
  case seconds(Int)
  case minutes(Int)
  case hours(Int)
  case days(Int)
  /// Below ten years, in tenths of a year: 95 is 9.5 years.
  case tenthsOfYears(Int)
  /// Ten years and more, with two significant digits.
  case years(Int)
  /// More than ten million years.
  case ages

  init(seconds: Double) {
    let (minute, hour, day, year) = (60.0, 3600.0, 86_400.0, 365.25 * 86_400)
    self =
      switch seconds {
      case ..<1: .instant
      case ..<minute: .seconds(Int(seconds.rounded()))
      case ..<hour: .minutes(Int((seconds / minute).rounded()))
      case ..<(2 * day): .hours(Int((seconds / hour).rounded()))
      case ..<year: .days(Self.twoDigits(seconds / day))
      case ..<(10 * year): .tenthsOfYears(Int((seconds / year * 10).rounded()))
      case ..<(10_000_000 * year): .years(Self.twoDigits(seconds / year))
      default: .ages
      }
  }

  /// Rounds to two significant digits.
  private static func twoDigits(_ value: Double) -> Int {
    var unit = 1.0
    while value / unit >= 100 { unit *= 10 }
    return Int((value / unit).rounded()) * Int(unit)
  }
}

extension PINStrength {
  private static func weakness(of pin: Span<UInt8>) -> Weakness? {
    guard pin.count >= PINRules.formerMinimum else { return nil }
    if isPeriodic(pin) || isMostlySteps(of: 0, in: pin) { return .repeated }
    if isMostlySteps(of: 1, in: pin) || isMostlySteps(of: 9, in: pin) { return .run }
    return containsDate(pin) ? .date : nil
  }

  /// Whether the digits are a group of at most half of them, repeated.
  private static func isPeriodic(_ pin: Span<UInt8>) -> Bool {
    (1...pin.count / 2).contains { period in
      (period..<pin.count).allSatisfy { pin[$0] == pin[$0 - period] }
    }
  }

  /// Whether a run of four or more with this step, modulo ten, makes up more than half of the digits.
  private static func isMostlySteps(of step: Int, in pin: Span<UInt8>) -> Bool {
    var (length, longest) = (1, 1)
    for index in 1..<pin.count {
      length = (Int(pin[index]) - Int(pin[index - 1]) + 10) % 10 == step ? length + 1 : 1
      longest = max(longest, length)
    }
    return longest >= 4 && longest * 2 > pin.count
  }

  /// Whether the digits are a date, or one of eight digits with at most two others.
  ///
  /// More others are not looked at: random digits would often be called a date.
  private static func containsDate(_ pin: Span<UInt8>) -> Bool {
    switch pin.count {
    case 4: isYear(number(pin, 0, 4))
    case 6: isDay(pin, 0, 2) || isDay(pin, 2, 0) || isDay(pin, 4, 2)
    case 8...10: (0...pin.count - 8).contains { isLongDate(pin, at: $0) }
    default: false
    }
  }

  private static func isLongDate(_ pin: Span<UInt8>, at start: Int) -> Bool {
    let yearLast = isYear(number(pin, start + 4, 4))
    return yearLast && (isDay(pin, start, start + 2) || isDay(pin, start + 2, start))
      || isYear(number(pin, start, 4)) && isDay(pin, start + 6, start + 4)
  }

  private static func isYear(_ number: Int) -> Bool { (1900...2099).contains(number) }

  /// Whether two digits each, at these places, are a day and a month.
  private static func isDay(_ pin: Span<UInt8>, _ day: Int, _ month: Int) -> Bool {
    let days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let month = number(pin, month, 2)
    return (1...12).contains(month) && (1...days[month - 1]).contains(number(pin, day, 2))
  }

  private static func number(_ pin: Span<UInt8>, _ start: Int, _ count: Int) -> Int {
    (start..<start + count).reduce(0) { $0 * 10 + Int(pin[$1] &- 0x30) }
  }
}
