import TestSupport
import Testing

/// A library that gives a program a wall clock which differs from the kernel's.
enum FalseClock {
  /// Makes `clock.so` in the test's directory, for `LD_PRELOAD`.
  static func make(in demo: Demo) throws { try demo.write("../clock.so", try library.get()) }

  /// Compiled once for all tests.
  private static let library = Result {
    var options = ProcessOptions()
    options.input = Array(source.utf8)
    return try withTemporaryDirectory { directory in
      let made = try runProcess(
        "/bin/sh", ["-c", "cd '\(directory)' && cc -shared -fPIC -o clock.so -xc - && cat clock.so"], options)
      try #require(made.status == 0, "\(made.errors)")
      return made.standardOutput
    }
  }

  /// The environment of a program whose clock is ahead by so many seconds.
  static func environment(_ demo: Demo, ahead seconds: Int) -> [String: String] {
    ["STEP": String(seconds), "LD_PRELOAD": demo.base + "/clock.so"]
  }

  private static let source = """
    #define _GNU_SOURCE
    #include <stdlib.h>
    #include <sys/syscall.h>
    #include <sys/time.h>
    #include <time.h>
    #include <unistd.h>
    static long step(void) { const char *text = getenv("STEP"); return text ? atol(text) : 0; }
    int clock_gettime(clockid_t clock, struct timespec *moment) {
      int result = syscall(SYS_clock_gettime, clock, moment);
      if (!result && clock == CLOCK_REALTIME) moment->tv_sec += step();
      return result;
    }
    int gettimeofday(struct timeval *restrict moment, void *restrict zone) {
      struct timespec now;
      clock_gettime(CLOCK_REALTIME, &now);
      moment->tv_sec = now.tv_sec;
      moment->tv_usec = now.tv_nsec / 1000;
      return 0;
    }
    time_t time(time_t *place) {
      struct timespec now;
      clock_gettime(CLOCK_REALTIME, &now);
      if (place) *place = now.tv_sec;
      return now.tv_sec;
    }
    """
}
