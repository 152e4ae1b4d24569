import CameraModel
import Testing

struct PINTests {
  func problem(_ pin: String, minimum: Int?) -> PINProblem? {
    let bytes = Array(pin.utf8)
    do throws(PINProblem) {
      if let minimum {
        try PINRules.checkNew(bytes.span, minimum: minimum)
      } else {
        try PINRules.checkFormer(bytes.span)
      }
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    (7, 8, PINProblem.tooShort(minimum: 8)), (8, 8, nil), (64, 8, nil), (65, 8, .tooLong(maximum: 64)),
    (3, 4, .tooShort(minimum: 4)), (4, 4, nil), (3, 0, .tooShort(minimum: 4)), (3, nil, .tooShort(minimum: 4)),
    (4, nil, nil), (64, nil, nil), (65, nil, .tooLong(maximum: 64)), (0, nil, .tooShort(minimum: 4)),
  ])
  func countsDigits(count: Int, minimum: Int?, expected: PINProblem?) {
    #expect(problem(String(repeating: "7", count: count), minimum: minimum) == expected)
  }

  /// What is offered may be set, whatever `PIN_MIN` asks for.
  @Test func generatedDigitsAreNew() {
    #expect(PINRules.generatedLengths == 8...64 && PINRules.generatedLengths.contains(PINRules.generated))
    #expect(problem(String(repeating: "7", count: PINRules.generatedLengths.lowerBound), minimum: 8) == nil)
  }

  @Test(arguments: ["1234567a", "12345 78", "1234567\u{0663}", "12345678\n", "/1234567", ":1234567"])
  func takesDigitsOnly(pin: String) {
    #expect(problem(pin, minimum: 8) == .notDigits)
  }

  @Test(arguments: [
    (1, Resistance.instant), (4, .seconds(3)), (6, .minutes(5)), (7, .minutes(50)), (8, .hours(8)), (10, .days(35)),
    (12, .tenthsOfYears(95)), (13, .years(95)), (14, .years(950)), (16, .years(95_000)), (20, .ages), (64, .ages),
  ])
  func estimatesResistance(digits: Int, expected: Resistance) {
    #expect(PINStrength(digits: digits).resistance == expected)
  }

  @Test(arguments: [
    ("12345678", PINStrength.Weakness.run), ("98765432", .run), ("7890123", .run), ("12345699", .run),
    ("11111111", .repeated), ("12121212", .repeated), ("12341234", .repeated), ("11111927", .repeated),
    ("24121987", .date), ("12241987", .date), ("20261120", .date), ("241287", .date), ("871224", .date),
    ("1987", .date),
    ("2412198742", .date), ("31029999", nil), ("73910264", nil), ("739102648153", nil), ("1", nil), ("", nil),
  ])
  func findsPatterns(pin: String, expected: PINStrength.Weakness?) {
    let bytes = Array(pin.utf8)
    let strength = PINStrength(of: bytes.span)
    #expect(strength.weakness == expected)
    #expect(strength.digits == bytes.count)
  }

  /// Generated digits must not be called weak without reason.
  @Test func rarelyBlamesRandomDigits() {
    var random = SplitMix(state: 7)
    let weak = (0..<10_000).count { _ in
      let pin = (0..<12).map { _ in UInt8.random(in: 0x30...0x39, using: &random) }
      return PINStrength(of: pin.span).weakness != nil
    }
    #expect(weak < 10)
  }
}
