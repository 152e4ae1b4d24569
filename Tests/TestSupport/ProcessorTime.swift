internal import Glibc

/// Seconds of a processor that work takes on this thread (`CLOCK_THREAD_CPUTIME_ID`): other threads and programs do not
/// count, so that a loaded machine fails no test.
package func processorSeconds(_ body: () throws -> Void) rethrows -> Double {
  func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
  let start = now()
  try body()
  return now() - start
}

/// Ends this process when it has used so many seconds of a processor (`RLIMIT_CPU`): for work that might never end, in
/// a process of its own.
package func limitProcessorTime(seconds: UInt) {
  var limit = rlimit(rlim_cur: seconds, rlim_max: seconds)
  unsafe setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
}
