import FileSystem
import Glibc

/// A number with its unit.
enum Quantity {
  case time(Duration)
  case bytes(Int64)

  /// Milliseconds, or millions of bytes.
  var number: Double {
    switch self {
    case .time(let time): time / .milliseconds(1)
    case .bytes(let bytes): Double(bytes) / 1_000_000
    }
  }

  var text: String {
    switch self {
    case .time: Table.decimal(number, 1) + " ms"
    case .bytes: Table.decimal(number, 1) + " MB"
    }
  }
}

/// A line of the table.
struct Row {
  let name: String
  let quantity: Quantity
  /// What it is compared with; `nil` for a figure that stands alone.
  var baseline: (name: String, quantity: Quantity)?

  var line: String {
    let ratio = baseline.map { Table.decimal(quantity.number / $0.quantity.number, 2) }
    return Table.line([name, quantity.text, baseline?.name ?? "", baseline?.quantity.text ?? "", ratio ?? ""])
  }

  /// The most memory that this process ever had (`VmHWM`), compared with the size of a backup.
  static func peakMemory(of name: String, backup: Int64) throws -> Row {
    let words = try Table.words("/proc/self", "status")
    guard let index = words.firstIndex(of: "VmHWM:"), let peak = Int64(words[index + 1]) else {
      throw Failure(description: "the kernel does not tell VmHWM")
    }
    return Row(name: "\(name): peak memory", quantity: .bytes(peak * 1_024), baseline: ("the backup", .bytes(backup)))
  }
}

/// A plain table, whose lines are made one at a time.
enum Table {
  private static let widths = [32, 12, 44, 12, 7]

  /// What was measured, and how busy the machine was with other things.
  static func heading(_ extent: Extent) -> String {
    let load = (try? words("/proc", "loadavg").first) ?? "unknown"
    return "\(extent.megabytes) MB of configuration, medians of \(extent.rounds) rounds, load of the machine \(load)\n"
  }

  static let columns = line(["measured", "median", "baseline", "median", "ratio"])

  /// Prints text now, though standard output may be no terminal.
  static func show(_ text: String) {
    print(text)
    fflush(nil)
  }

  /// Text to the left, numbers to the right.
  static func line(_ cells: [String]) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      let space = String(repeating: " ", count: max(0, widths[index] - cell.count))
      line += index.isMultiple(of: 2) && index < 4 ? cell + space : space + cell + "  "
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  /// A number of 0 or more with so many decimal places.
  static func decimal(_ number: Double, _ places: Int) -> String {
    let scale = places == 1 ? 10 : 100
    let rounded = Int((number * Double(scale)).rounded())
    let fraction = String(rounded % scale)
    return "\(rounded / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
  }

  /// The words of a file that the kernel makes.
  static func words(_ folder: String, _ name: String) throws -> [String] {
    let bytes = try PosixFileSystem().openDirectory(at: folder).open(name).readAll(limit: 16_384)
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
