/// Lines of a text that are compared, and those around them, in which secrets may begin.
struct TextLines {
  private let bytes: [UInt8]
  /// The contents of all lines.
  private let all: [Range<Int>]
  /// Which of them are compared, by their places; `nil`: all.
  private let chosen: [Int]?
  /// The number of the line in the text from 1, for each of `all`; `nil`: they count on.
  private let numbers: [Int]?

  init(_ bytes: [UInt8], all: [Range<Int>], chosen: [Int]? = nil, numbers: [Int]? = nil) {
    (self.bytes, self.all, self.chosen, self.numbers) = (bytes, all, chosen, numbers)
  }

  /// All lines of a text, without a byte order mark before the first.
  init(of bytes: [UInt8]) {
    var all: [Range<Int>] = []
    var start = ByteOrderMark.end(in: bytes, from: 0)
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != ASCII.lineFeed, bytes[end] != ASCII.carriageReturn { end += 1 }
      all.append(start..<end)
      start = LineEnd.end(in: bytes, at: end)
    }
    self.init(bytes, all: all)
  }

  var count: Int { chosen?.count ?? all.count }

  subscript(index: Int) -> ArraySlice<UInt8> { bytes[all[place(index)]] }

  func number(_ index: Int) -> Int { numbers?[place(index)] ?? place(index) + 1 }

  private func place(_ index: Int) -> Int { chosen?[index] ?? index }

  func commonPrefix(with other: TextLines) -> Int {
    var count = 0
    while count < min(self.count, other.count), self[count] == other[count] { count += 1 }
    return count
  }

  func commonSuffix(with other: TextLines, after start: Int) -> Int {
    var same = 0
    while same < min(count, other.count) - start, self[count - 1 - same] == other[other.count - 1 - same] { same += 1 }
    return same
  }

  /// Some of the compared lines as they are shown.
  func shown(_ indices: Set<Int>, _ mask: SecretMask) -> [Int: String] {
    guard let last = indices.max() else { return [:] }
    let places = Dictionary(uniqueKeysWithValues: indices.map { (place($0), $0) })
    var secrets = SecretLines(mask)
    var shown: [Int: String] = [:]
    for at in 0...place(last) {
      let line = secrets.next(Array(bytes[all[at]]))
      if let index = places[at] { shown[index] = TextEncoding.text(line) }
    }
    return shown
  }
}
