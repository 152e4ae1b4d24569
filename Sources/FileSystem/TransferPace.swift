internal import Glibc

/// How slow the other end of a transfer may be. Others may wait for a lock meanwhile.
package struct TransferPace: Sendable {
  /// Seconds in which at least one byte passes, and in which the average does not count.
  let silence: Int
  /// Bytes a second that pass on average, at least.
  let slowest: Int
  private var waited = 0.0
  private var passed = 0

  /// - Parameters:
  ///   - silence: seconds.
  ///   - slowest: bytes a second. By default a quarter of what a serial line of 9,600 baud takes.
  package init(silence: Int = 120, slowest: Int = 240) {
    self.silence = silence
    self.slowest = slowest
  }

  /// Counts what passed.
  ///
  /// - Parameter seconds: spent with waiting for the other end, and not with other work.
  /// - Returns: whether it is fast enough.
  mutating func count(_ bytes: Int, in seconds: Double) -> Bool {
    waited += seconds
    passed += bytes
    return Double(passed) >= (waited - Double(silence)) * Double(slowest)
  }
}

/// A stream whose other end has to keep a pace.
package final class PacedStream {
  private let stream: PeerStream
  private let name: String
  private let elapsed: () -> Double
  private var pace: TransferPace

  /// - Parameters:
  ///   - name: for errors.
  ///   - elapsed: seconds on a clock that only runs forward.
  package init(
    _ stream: PeerStream, name: String, _ pace: TransferPace = TransferPace(), elapsed: @escaping () -> Double
  ) {
    self.stream = stream
    self.name = name
    self.pace = pace
    self.elapsed = elapsed
  }

  /// Writes all bytes.
  ///
  /// - Throws: `ETIMEDOUT` where the reader is too slow, and as `PeerStream.write`.
  package func write(_ bytes: Span<UInt8>) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let next = min(bytes.count, done + PeerStream.piece)
      let began = elapsed()
      try stream.write(bytes.extracting(done..<next), within: pace.silence)
      try count(next - done, since: began, .write)
      done = next
    }
  }

  /// Waits until the reader has taken everything: see `PeerStream.waitUntilTaken`. What is left then has to keep the
  /// pace by itself, however fast the rest was.
  ///
  /// - Throws: `ETIMEDOUT` where the reader is too slow, and as `PeerStream.waitUntilTaken`.
  package func waitUntilTaken() throws(FileError) {
    pace = TransferPace(silence: pace.silence, slowest: pace.slowest)
    var began = elapsed()
    try stream.waitUntilTaken(within: pace.silence) { (bytes) throws(FileError) in
      try count(bytes, since: began, .write)
      began = elapsed()
    }
  }

  /// Reads what there is, at least one byte.
  ///
  /// - Returns: the bytes read, 0 at the end.
  /// - Throws: `ETIMEDOUT` where the writer is too slow, and as `PeerStream.read`.
  package func read(into buffer: inout MutableSpan<UInt8>) throws(FileError) -> Int {
    let began = elapsed()
    let count = try stream.read(into: &buffer, within: pace.silence)
    if count > 0 { try self.count(count, since: began, .read) }
    return count
  }

  private func count(_ bytes: Int, since began: Double, _ operation: FileError.Operation) throws(FileError) {
    guard pace.count(bytes, in: elapsed() - began) else { throw FileError(operation, name, code: ETIMEDOUT) }
  }
}
