import TestSupport
import Testing

/// A demo camera as the camera of this system: its settings are in /etc/camconsole.conf, and /dev/log is heard. Each
/// run has a mount namespace of its own.
struct SystemCamera {
  static let isUsable = !Binary.lacks(root: true, "unshare", "mount", "mknod")

  let demo: Demo
  private let log: DatagramSocket

  static func with(_ settings: [String: String] = [:], pin: Bool = true, _ body: (SystemCamera) throws -> Void) throws {
    try Demo.with(pin: pin) { demo throws in
      for (key, value) in settings { try demo.set(key, value) }
      try body(SystemCamera(demo))
    }
  }

  /// From now on the log takes nothing, until it is read.
  func fillTheLog() { log.fill() }

  /// A camera as it was when it was put into an archive.
  static func with(archive: [UInt8], _ body: (SystemCamera) throws -> Void) throws {
    try Demo.with(archive: archive) { demo throws in try body(SystemCamera(demo)) }
  }

  private init(_ demo: Demo) throws {
    try demo.must("mkdir over")
    self.demo = demo
    log = try DatagramSocket(demo.base + "/log")
  }

  /// What the log has got since the last call.
  func logged() -> [String] { log.receiveAll() }

  /// Runs the program, as sshd's forced command unless there are arguments.
  func run(
    _ arguments: [String] = [], over environment: [String: String] = [:], input: String = ""
  ) throws -> ProcessOutcome {
    try runProcess("/usr/bin/unshare", Self.arguments(demo, arguments), demo.options(input, environment))
  }

  /// A command of a client over SSH.
  func ssh(_ command: String, input: String = "", _ environment: [String: String] = [:]) throws -> ProcessOutcome {
    let session = ["SSH_ORIGINAL_COMMAND": command, "SSH_CONNECTION": "192.0.2.7 50022 192.0.2.1 22"]
    return try run(over: session.merging(environment) { $1 }, input: input)
  }

  /// The arguments of `unshare` that run the program on this camera.
  static func arguments(_ demo: Demo, _ arguments: [String], hidesProc: Bool = false) -> [String] {
    self.arguments(demo, program: [Binary.path] + arguments, hidesProc: hidesProc)
  }

  /// The same with another program, and its arguments behind it.
  static func arguments(_ demo: Demo, program: [String], hidesProc: Bool = false) -> [String] {
    let script = """
      set -e
      over=$1; log=$2; conf=$3; hidden=$4; shift 4
      mount -t tmpfs none "$over" && mkdir "$over/up" "$over/work" "$over/pts"
      mount -t overlay overlay -o "lowerdir=/etc,upperdir=$over/up,workdir=$over/work" /etc
      cp "$conf" /etc/camconsole.conf
      mount --bind /dev/pts "$over/pts"
      mount -t tmpfs none /dev
      for node in null:3 zero:5 random:8 urandom:9; do mknod -m 666 "/dev/${node%:*}" c 1 "${node#*:}"; done
      mknod -m 666 /dev/tty c 5 0
      mkdir /dev/pts && mount --bind "$over/pts" /dev/pts
      [ ! -e "$log" ] || { : >/dev/log && mount --bind "$log" /dev/log; }
      [ -z "$hidden" ] || mount -t tmpfs none /proc
      exec "$@"
      """
    return [
      "--mount", "--propagation", "private", "/bin/sh", "-c", script, "sh", demo.base + "/over", demo.base + "/log",
      demo.path + "/camconsole.conf", hidesProc ? "yes" : "",
    ] + program
  }
}
