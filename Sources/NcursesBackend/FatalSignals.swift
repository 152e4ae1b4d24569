internal import Glibc

/// What a fatal signal's handler needs to leave the terminal clean.
@safe private struct Farewell {
  var descriptor: Int32 = -1
  var modes = termios()
  let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 128)
  var count = 0
}

/// Reached by pointer, because a handler may interrupt anything.
nonisolated(unsafe) private let farewell = {
  let place = UnsafeMutablePointer<Farewell>.allocate(capacity: 1)
  unsafe place.initialize(to: Farewell())
  return unsafe place
}()

/// Restores the terminal when a fault ends the process: Swift's traps would leave it without echo.
struct FatalSignals {
  private static let numbers = [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGSEGV, SIGFPE]
  private var former: [sigaction] = []

  /// Installs the handlers.
  ///
  /// - Parameter text: what the terminal is sent, shorter than 128 bytes.
  init(descriptor: Int32, modes: termios, text: [UInt8]) {
    let count = unsafe min(text.count, farewell.pointee.bytes.count)
    for index in 0..<count { unsafe farewell.pointee.bytes[index] = text[index] }
    unsafe farewell.pointee.count = count
    unsafe farewell.pointee.modes = modes
    unsafe farewell.pointee.descriptor = descriptor
    var action = sigaction()
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_ONSTACK
    unsafe action.__sigaction_handler.sa_handler = { number in
      // Only calls that are safe inside of any other. Blocked until the return, the signal then ends the process.
      _ = unsafe write(farewell.pointee.descriptor, farewell.pointee.bytes.baseAddress, farewell.pointee.count)
      unsafe tcsetattr(farewell.pointee.descriptor, TCSANOW, &farewell.pointee.modes)
      raise(number)
    }
    for number in Self.numbers {
      var before = sigaction()
      unsafe sigaction(number, &action, &before)
      former.append(before)
    }
  }

  /// Restores the previous handlers.
  func remove() {
    for (number, action) in zip(Self.numbers, former) {
      var action = action
      unsafe sigaction(number, &action, nil)
    }
    unsafe farewell.pointee.descriptor = -1
  }
}

/// Keeps ncurses from answering signals: its handlers end or suspend the process, or take over the program's own.
struct KeptSignals {
  private static let numbers = [SIGINT, SIGTERM, SIGWINCH]
  private var formerStop = sigaction()

  /// Ignores SIGTSTP, and runs `body` with what ncurses might handle restored after it.
  init(during body: () -> Void) {
    var stopped = sigset_t()
    var formerMask = sigset_t()
    unsafe sigemptyset(&stopped)
    for number in Self.numbers { unsafe sigaddset(&stopped, number) }
    unsafe pthread_sigmask(SIG_BLOCK, &stopped, &formerMask)
    var ignored = sigaction()
    unsafe ignored.__sigaction_handler.sa_handler = SIG_IGN
    unsafe sigaction(SIGTSTP, &ignored, &formerStop)
    var former: [sigaction] = []
    for number in Self.numbers {
      var action = sigaction()
      unsafe sigaction(number, nil, &action)
      former.append(action)
    }
    body()
    for (number, action) in zip(Self.numbers, former) {
      var action = action
      unsafe sigaction(number, &action, nil)
    }
    unsafe pthread_sigmask(SIG_SETMASK, &formerMask, nil)
  }

  func restore() {
    var action = formerStop
    unsafe sigaction(SIGTSTP, &action, nil)
  }
}
