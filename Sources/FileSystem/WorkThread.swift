internal import Glibc

/// Threads that keep the priority which the process was started with.
///
/// The threads of `Dispatch` set a priority of their own. Under `Nice=` that undoes what the administrator wanted, or
/// it fails, and the system's log fills with complaints.
package enum WorkThread {
  /// Bytes of stack for work that does not descend: what it reads is on the heap.
  package static let smallStack = 256 * 1_024
  /// Bytes of stack for work that walks through nested directories: as much as the first thread has.
  package static let largeStack = 8 * 1_024 * 1_024

  /// Does work on a thread that nobody waits for (`pthread_create`). The signals that the program handles go to its
  /// other threads.
  ///
  /// - Parameter stack: bytes; memory only as far as it is used.
  /// - Returns: `false` when the system gives no thread (`EAGAIN`).
  package static func start(stack: Int = smallStack, _ work: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    unsafe pthread_attr_setstacksize(&attributes, stack)
    var (all, previous) = (sigset_t(), sigset_t())
    unsafe sigfillset(&all)
    // A fault is of the thread that makes it.
    for signal in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGSEGV, SIGFPE] { unsafe sigdelset(&all, signal) }
    unsafe pthread_sigmask(SIG_SETMASK, &all, &previous)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }
    let context = unsafe Unmanaged.passRetained(ThreadWork(work: work))
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, &attributes,
      { context in
        unsafe Unmanaged<ThreadWork>.fromOpaque(context!).takeRetainedValue().work()
        return nil
      }, context.toOpaque())
    if code != 0 { unsafe context.release() }
    return code == 0
  }

  /// How many cores this process may use, at least 1 (`sysconf`).
  package static var cores: Int { max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) }
}

/// What a thread has to do.
private final class ThreadWork: Sendable {
  let work: @Sendable () -> Void

  init(work: @escaping @Sendable () -> Void) { self.work = work }
}
