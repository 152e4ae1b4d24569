internal import Glibc

/// What ends a wait for the other end of a stream.
package struct StreamInterruption: Sendable {
  /// A descriptor that can be read when something may have happened; -1 for none.
  let wake: Int32
  /// Whether the wait has to end.
  let isAsked: @Sendable () -> Bool

  /// See the properties.
  package init(wake: Int32, _ isAsked: @escaping @Sendable () -> Bool) {
    self.wake = wake
    self.isAsked = isAsked
  }
}

/// A pipe, a socket or a terminal, at whose other end somebody reads or writes: perhaps slowly, or not at all.
package struct PeerStream: Sendable {
  private let descriptor: Int32
  private let name: String
  private let interruption: StreamInterruption

  /// Bytes that a pipe takes without waiting where it is ready (`PIPE_BUF`).
  package static let piece = 4_096

  /// - Parameters:
  ///   - descriptor: stays open as long as this is used.
  ///   - name: for errors.
  ///   - interruption: what ends a wait.
  package init(_ descriptor: Int32, name: String, _ interruption: StreamInterruption) {
    self.descriptor = descriptor
    self.name = name
    self.interruption = interruption
  }

  /// Writes all bytes (`poll`, `write`).
  ///
  /// - Parameter seconds: how long the reader may take nothing; `nil`: that has no limit.
  /// - Throws: also `EINTR`, when the wait was interrupted and the reader takes nothing: what can be written at once is
  ///   written all the same. And `ETIMEDOUT`.
  package func write(_ bytes: Span<UInt8>, within seconds: Int? = nil) throws(FileError) {
    var done = 0
    while done < bytes.count {
      guard waitForRoom(until: seconds.map { Deadline(seconds: $0) }) else {
        throw FileError(.write, name, code: interruption.isAsked() ? EINTR : ETIMEDOUT)
      }
      let rest = bytes.extracting(done..<min(bytes.count, done + Self.piece))
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress!, $0.count) }
      if count >= 0 {
        done += count
      } else if errno != EINTR {
        throw FileError(.write, name, code: errno)
      }
    }
  }

  /// Waits until a write would not wait.
  ///
  /// - Returns: `false` where the wait ended before there was room.
  private func waitForRoom(until end: Deadline?) -> Bool {
    var waits = [
      pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: interruption.wake, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let isEnding = interruption.isAsked() || end?.hasPassed == true
      // The waking pipe may have rung for something else: then it is not waited for, but looked at again and again.
      waits[1].fd = isEnding ? -1 : waits[1].fd
      let found = unsafe poll(&waits, 2, isEnding ? 0 : 250)
      if found < 0, errno != EINTR { return true }
      if found > 0, waits[0].revents != 0 { return true }
      if isEnding { return false }
      if waits[1].revents != 0 { waits[1].fd = -1 }
    }
  }

  /// Reads what there is, at least one byte (`poll`, `read`).
  ///
  /// - Parameter seconds: how long nothing may come; `nil`: that has no limit.
  /// - Returns: the bytes read, 0 at the end of the file.
  /// - Throws: also `EINTR`, when the wait was interrupted, and `ETIMEDOUT`.
  package func read(into buffer: inout MutableSpan<UInt8>, within seconds: Int? = nil) throws(FileError) -> Int {
    let end = seconds.map { Deadline(seconds: $0) }
    while true {
      switch waitForInput(until: end) {
      case .interrupted: throw FileError(.read, name, code: EINTR)
      case .late: throw FileError(.read, name, code: ETIMEDOUT)
      case .ready: break
      }
      let count = unsafe buffer.withUnsafeMutableBytes { room in
        unsafe Glibc.read(descriptor, room.baseAddress, room.count)
      }
      if count >= 0 { return count }
      let code = errno
      guard [EINTR, EAGAIN].contains(code), !interruption.isAsked() else {
        throw FileError(.read, name, code: code)
      }
    }
  }

  /// How a wait ended.
  private enum WaitEnd {
    case ready, late, interrupted
  }

  private func waitForInput(until end: Deadline?) -> WaitEnd {
    var waits = [descriptor, interruption.wake].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while true {
      guard !interruption.isAsked() else { return .interrupted }
      let isLate = end?.hasPassed == true
      let found = unsafe poll(&waits, 2, isLate ? 0 : end == nil ? -1 : 250)
      if found < 0, errno != EINTR { return .ready }
      if found > 0, waits[0].revents != 0 { return interruption.isAsked() ? .interrupted : .ready }
      if isLate { return .late }
      // As above: the waking pipe may have rung for something else.
      if found > 0, waits[1].revents != 0, !interruption.isAsked() { _ = unsafe poll(&waits, 1, 50) }
    }
  }
}

/// Whether what was written has arrived.
extension PeerStream {
  /// Waits until the reader of a pipe or socket has taken everything (`FIONREAD`, `SIOCOUTQ`). Of anything else, as a
  /// file, nothing is waited for.
  ///
  /// Of TCP it is only known that the other system has acknowledged everything, and not that its program has read it.
  ///
  /// - Parameters:
  ///   - seconds: how long the reader may take nothing.
  ///   - taking: is told how many bytes the reader has taken since it was last called.
  /// - Throws: `EPIPE` where the reader is gone and has left something; `EINTR`, when the wait was interrupted;
  ///   `ETIMEDOUT`; what `taking` throws.
  package func waitUntilTaken(
    within seconds: Int, taking: (Int) throws(FileError) -> Void = { _ in }
  ) throws(FileError) {
    var (left, end) = (bytesLeft, Deadline(seconds: seconds))
    while true {
      // A pipe is asked first: a reader that took the last byte and left has taken all.
      let isGone = isReaderGone
      let now = bytesLeft
      if isGone, now > 0 { throw FileError(.write, name, code: EPIPE) }
      guard now > 0 else { return try checkNothingWasLost() }
      if now < left {
        try taking(Int(left - now))
        (left, end) = (now, Deadline(seconds: seconds))
      }
      guard !interruption.isAsked() else { throw FileError(.write, name, code: EINTR) }
      guard !end.hasPassed else { throw FileError(.write, name, code: ETIMEDOUT) }
      var wait = pollfd(fd: descriptor, events: 0, revents: 0)
      _ = unsafe poll(&wait, 1, 20)
    }
  }

  /// A socket that is closed holds nothing any more, whether it was read or not. Only asked afterwards it tells: it may
  /// be closed at any moment before.
  private func checkNothingWasLost() throws(FileError) {
    if isSocket, isReaderGone { throw FileError(.write, name, code: EPIPE) }
  }

  /// Of a socket: whether it was closed with something in it that was not read.
  private var isReaderGone: Bool {
    var wait = pollfd(fd: descriptor, events: 0, revents: 0)
    return unsafe poll(&wait, 1, 0) > 0 && Int32(wait.revents) & POLLERR != 0
  }

  private var kind: UInt32 {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return 0 }
    return status.st_mode & S_IFMT
  }

  private var isSocket: Bool { kind == S_IFSOCK }

  /// Bytes that were written and not read.
  private var bytesLeft: Int32 {
    var count: Int32 = 0
    let request: UInt
    switch kind {
    case S_IFIFO: request = UInt(FIONREAD)
    // `SIOCOUTQ`
    case S_IFSOCK: request = UInt(TIOCOUTQ)
    default: return 0
    }
    return unsafe ioctl(descriptor, request, &count) == 0 ? count : 0
  }
}
