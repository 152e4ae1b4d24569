import CameraDevice
import Glibc
import TestSupport
import Testing

struct CommandRunnerTests {
  func failure(_ command: [String], seconds: Int = 10) -> CommandError? {
    do throws(CommandError) {
      try ProcessRunner(seconds: seconds).run(command)
      return nil
    } catch {
      return error
    }
  }

  @Test func argumentsArriveAsTheyAre() throws {
    try withTemporaryDirectory { directory in
      let (script, output) = (directory + "/script", directory + "/output")
      Disk.write("#!/bin/sh\nprintf '%s\\n' \"$@\" > \(output)\n", to: script, mode: 0o700)
      #expect(failure([script, "$HOME", "a;b", "*", "'q'"]) == nil)
      #expect(Disk.read(output) == "$HOME\na;b\n*\n'q'\n")
    }
  }

  @Test func failuresAreTold() {
    #expect(failure(["/bin/sh", "-c", "exit 3"]) == .failed(program: "/bin/sh", status: 3))
    #expect(failure(["/bin/sh", "-c", "kill -9 $$"]) == .killed(program: "/bin/sh", signal: SIGKILL))
    #expect(failure(["/nonexistent"]) == .notStarted(program: "/nonexistent", code: ENOENT))
    #expect(failure(["/etc/passwd"]) == .notStarted(program: "/etc/passwd", code: EACCES))
    #expect(failure(["/bin/sh", "-c", "test ! -t 0 && ! read line"]) == nil)
  }

  @Test func whoTakesTooLongIsEnded() {
    let seconds = secondsTaken {
      #expect(
        failure(["/bin/sh", "-c", "sleep 60 & sleep 60"], seconds: 1)
          == .tookTooLong(program: "/bin/sh", seconds: 1))
    }
    #expect(seconds < 30)
  }
}
