/// The number of a backup on its card: epoch and counter, the `EEEECCCC` of its file name (section 4 of the format).
///
/// Ordered as backups on a card are: by counter, then by epoch.
package struct BackupName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Counts the changes of the Super PIN: 1…65,535. A file may be called 0, and is then damaged.
  package let epoch: UInt32
  /// Counts the backups on a card, likewise.
  package let counter: UInt32

  /// The largest epoch and the largest counter.
  static let largestNumber: UInt32 = 65_535
  /// What an epoch or a counter of a backup may be.
  static let numbers = 1...largestNumber

  /// `nil` when a number has more than four hexadecimal digits.
  package init?(epoch: UInt32, counter: UInt32) {
    guard epoch <= Self.largestNumber, counter <= Self.largestNumber else { return nil }
    self.epoch = epoch
    self.counter = counter
  }

  /// Reads eight hexadecimal digits of either case; `nil` for anything else.
  package init?(_ text: some StringProtocol) {
    let digits = Array(text.utf8)
    guard digits.count == 8 else { return nil }
    var value: UInt32 = 0
    for digit in digits {
      guard let nibble = hexadecimalValue(digit) else { return nil }
      value = value << 4 | nibble
    }
    self.init(epoch: value >> 16, counter: value & 0xFFFF)
  }

  /// Reads a file name, `EEEECCCC.CVB` in either case; `nil` for a name that is not of this form.
  init?(fileName: String) {
    guard fileName.utf8.count == 12, fileName.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    guard fileName.suffix(4).uppercased() == ".CVB" else { return nil }
    self.init(fileName.prefix(8))
  }

  /// `EEEECCCC` in upper case.
  package var description: String { hexadecimal(epoch) + hexadecimal(counter) }

  /// The name under which this backup is written.
  package var fileName: String { description + ".CVB" }

  /// In the order of the backups on a card: by counter, then by epoch.
  package static func < (left: BackupName, right: BackupName) -> Bool {
    (left.counter, left.epoch) < (right.counter, right.epoch)
  }
}

private func hexadecimalValue(_ digit: UInt8) -> UInt32? {
  switch digit {
  case 0x30...0x39: UInt32(digit - 0x30)
  case 0x41...0x46: UInt32(digit - 0x41 + 10)
  case 0x61...0x66: UInt32(digit - 0x61 + 10)
  default: nil
  }
}

private func hexadecimal(_ value: UInt32) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: 4 - text.count) + text
}
