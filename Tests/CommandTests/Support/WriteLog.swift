import Testing

/// What the device-mapper's target log-writes recorded (Documentation/admin-guide/device-mapper/log-writes.rst).
struct WriteLog {
  enum Request {
    /// Bytes, and where they were written.
    case write(offset: Int, ArraySlice<UInt8>)
    /// Everything before is on the medium.
    case flush
    case mark(String)
  }

  let requests: [Request]

  init(parsing log: [UInt8]) throws {
    let number = { (offset: Int, count: Int) in
      log[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    try #require(number(0, 8) == 0x6A73_6677_7368_72, "this is no log of writes")
    let (count, unit) = (number(16, 8), number(24, 4))
    var requests: [Request] = []
    var position = unit
    for _ in 0..<count {
      let (sector, length, flags) = (number(position, 8), number(position + 8, 8) * unit, number(position + 16, 8))
      let text = position + 32..<position + 32 + number(position + 24, 8)
      position += unit
      if flags & 8 != 0 {
        requests.append(.mark(String(decoding: log[text], as: UTF8.self)))
        continue
      }
      if flags & 1 != 0 { requests.append(.flush) }
      guard flags & 4 == 0, length > 0 else { continue }
      requests.append(.write(offset: sector * unit, log[position..<position + length]))
      position += length
    }
    self.requests = requests
  }
}
