import Glibc
import TestSupport
import Testing

/// Work that is held in its midst, however quick or busy the machine is.
extension Demo {
  /// Holds a process (SIGSTOP) as soon as the card has so many files. SIGCONT lets it go on.
  func hold(_ process: Int32, atFiles count: Int) throws {
    try must(
      """
      for i in $(seq 30000); do
        [ $(ls demo/card/CAMVAULT 2>/dev/null | wc -l) -ge \(count) ] && kill -STOP \(process) && exit
        sleep 0.01
      done
      exit 1
      """)
  }

  /// Does something while a backup is made, however long it takes, and then stops the backup.
  ///
  /// - Parameter count: how many files the card has once the backup has begun.
  func whileABackupIsMade(atFiles count: Int, _ body: () throws -> Void) throws {
    try must("head -c 20M /dev/zero > demo/config/large")
    let backup = try StartedProcess(Binary.path, ["--demo-dir", path, "backup", "create"], options())
    try hold(backup.identifier, atFiles: count)
    try body()
    backup.send(signal: SIGTERM)
    backup.send(signal: SIGCONT)
    #expect(try backup.wait().status == 143)
    try must("rm demo/config/large")
  }
}

extension StartedProcess {
  /// Waits until a signal would not end the process before it has begun.
  func waitUntilItHandles(_ signal: Int32) throws {
    var naps = 0
    while !ProcessState.handles(signal, identifier) {
      naps += 1
      try #require(naps < 30_000)
      usleep(10_000)
    }
  }
}
