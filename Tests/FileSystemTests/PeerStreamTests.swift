import FileSystem
import Glibc
import Synchronization
import Testing

/// The other end of a stream that is slow, silent or gone. No test waits: limits are 0, and clocks are the test's.
struct PeerStreamTests {
  /// Both ends of a pipe, or of a socket.
  private final class Ends {
    private(set) var reader: Int32
    let writer: Int32

    init(isSocket: Bool = false) {
      var ends: [Int32] = [-1, -1]
      let result = unsafe isSocket ? socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) : pipe(&ends)
      #expect(result == 0)
      (reader, writer) = (ends[0], ends[1])
    }

    deinit {
      closeReader()
      close(writer)
    }

    func closeReader() {
      if reader >= 0 { close(reader) }
      reader = -1
    }

    /// Takes bytes out of it.
    func take(_ count: Int) {
      var bytes = [UInt8](repeating: 0, count: count)
      let taken = unsafe Glibc.read(reader, &bytes, count)
      #expect(taken == count)
    }

    /// Puts bytes into it.
    func put(_ count: Int) throws { try stream(writer).write([UInt8](repeating: 1, count: count).span) }

    func stream(_ descriptor: Int32, isStopped: Bool = false) -> PeerStream {
      PeerStream(descriptor, name: "pipe", StreamInterruption(wake: -1) { isStopped })
    }
  }

  private func code(_ body: () throws(FileError) -> Void) -> Int32? {
    do throws(FileError) {
      try body()
      return nil
    } catch {
      return error.code
    }
  }

  /// Each look at it takes so many seconds.
  private func clock(_ seconds: Double) -> () -> Double {
    var now = 0.0
    return {
      now += seconds
      return now
    }
  }

  private func read(_ stream: PacedStream, _ count: Int) throws(FileError) -> Int {
    var bytes = [UInt8](repeating: 0, count: count)
    var span = bytes.mutableSpan
    return try stream.read(into: &span)
  }

  /// The limit is 120 seconds; here it is none at all.
  @Test func silence() throws {
    let ends = Ends()
    let pace = TransferPace(silence: 0)
    let input = PacedStream(ends.stream(ends.reader), name: "pipe", pace, elapsed: clock(0))
    #expect(code { () throws(FileError) in _ = try read(input, 1) } == ETIMEDOUT)
    try ends.put(2)
    #expect(try read(input, 1) == 1, "what is there is read")
    let output = PacedStream(ends.stream(ends.writer), name: "pipe", pace, elapsed: clock(0))
    let more = [UInt8](repeating: 0, count: 1 << 21)
    #expect(code { () throws(FileError) in try output.write(more.span) } == ETIMEDOUT, "the pipe is full")
  }

  @Test func aSignal() throws {
    let ends = Ends()
    let stopped = PacedStream(ends.stream(ends.reader, isStopped: true), name: "pipe", elapsed: clock(0))
    #expect(code { () throws(FileError) in _ = try read(stopped, 1) } == EINTR)
    try ends.put(1)
    let output = ends.stream(ends.writer, isStopped: true)
    #expect(code { () throws(FileError) in try output.waitUntilTaken(within: 9) } == EINTR)
  }

  /// A byte every two minutes is never silence, and would hold a lock for years.
  @Test func aTrickle() throws {
    let ends = Ends()
    try ends.put(100)
    let input = PacedStream(ends.stream(ends.reader), name: "pipe", elapsed: clock(119))
    #expect(try read(input, 1) == 1, "the beginning is not judged")
    #expect(code { () throws(FileError) in _ = try read(input, 1) } == ETIMEDOUT)
    let output = PacedStream(ends.stream(ends.writer), name: "pipe", elapsed: clock(119))
    let byte: [UInt8] = [1]
    #expect(code { () throws(FileError) in try output.write(byte.span) } == nil)
    #expect(code { () throws(FileError) in try output.write(byte.span) } == ETIMEDOUT)
  }

  /// A serial line of 9,600 baud is fast enough for any size, and what the camera itself needs does not count.
  @Test func aSlowLine() throws {
    let ends = Ends()
    let pace = clock(4.3)
    let output = PacedStream(ends.stream(ends.writer), name: "pipe", elapsed: pace)
    for _ in 1...100 {
      try output.write([UInt8](repeating: 0, count: 4_096).span)
      ends.take(4_096)
      for _ in 1...100 { _ = pace() }
    }
  }

  /// Only what the reader took has arrived.
  @Test(arguments: [false, true]) func taken(_ isSocket: Bool) throws {
    let ends = Ends(isSocket: isSocket)
    let stream = ends.stream(ends.writer)
    try stream.waitUntilTaken(within: 0)
    try ends.put(10)
    #expect(code { () throws(FileError) in try stream.waitUntilTaken(within: 0) } == ETIMEDOUT)
    ends.take(10)
    try stream.waitUntilTaken(within: 0)
    try ends.put(10)
    ends.take(9)
    ends.closeReader()
    #expect(code { () throws(FileError) in try stream.waitUntilTaken(within: 9) } == EPIPE)
  }

  /// A byte every two minutes is not enough for what is left either, however fast the rest was.
  @Test func takenByTrickle() throws {
    let ends = Ends()
    let reader = ends.reader
    let taking = StreamInterruption(wake: -1) {
      var byte: UInt8 = 0
      return unsafe Glibc.read(reader, &byte, 1) != 1
    }
    try ends.put(100)
    let stream = PeerStream(ends.writer, name: "pipe", taking)
    let output = PacedStream(stream, name: "pipe", elapsed: clock(119))
    #expect(code { () throws(FileError) in try output.waitUntilTaken() } == ETIMEDOUT)
    let quick = PacedStream(stream, name: "pipe", elapsed: clock(0.001))
    try quick.waitUntilTaken()
  }

  /// What was fast before makes up for nothing then.
  @Test func takenByTrickleAfterSpeed() throws {
    let ends = Ends()
    let reader = ends.reader
    let isTaking = Atomic(false)
    let taking = StreamInterruption(wake: -1) {
      guard isTaking.load(ordering: .relaxed) else { return false }
      var byte: UInt8 = 0
      return unsafe Glibc.read(reader, &byte, 1) != 1
    }
    var (now, step) = (0.0, 0.001)
    let output = PacedStream(PeerStream(ends.writer, name: "pipe", taking), name: "pipe") {
      now += step
      return now
    }
    let bytes = [UInt8](repeating: 0, count: 4_096)
    for _ in 1...100 {
      try output.write(bytes.span)
      ends.take(4_096)
    }
    try ends.put(10)
    isTaking.store(true, ordering: .relaxed)
    step = 119
    #expect(code { () throws(FileError) in try output.waitUntilTaken() } == ETIMEDOUT)
  }

  /// A reader that has all of it may leave.
  @Test(arguments: [false, true]) func takenAndLeft(_ isSocket: Bool) throws {
    let ends = Ends(isSocket: isSocket)
    try ends.put(10)
    ends.take(10)
    ends.closeReader()
    try ends.stream(ends.writer).waitUntilTaken(within: 9)
  }
}
