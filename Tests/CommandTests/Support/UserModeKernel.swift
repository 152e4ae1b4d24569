import Glibc
import TestSupport
import Testing

/// A second kernel, as a program (User-mode Linux), with file systems and devices that the first may not have: vfat, a
/// disk that can be taken out, a device that logs what is written to it.
///
/// Its root is this machine's, so that the program under test and all tools are there.
enum UserModeKernel {
  static var isUsable: Bool {
    !Binary.lacks("linux.uml", "modprobe", "dmsetup", "mkfs.vfat", "mkfs.ext4")
  }

  /// Runs a script as the only process of the kernel.
  ///
  /// It finds `$camconsole`, a demo camera in `/mnt/demo` that has a PIN and asks for a real card; `modprobe`; and
  /// `run NAME COMMAND…`, which keeps status and output under a name.
  /// - Parameters:
  ///   - images: files that are the disks `/dev/ubda`, `/dev/ubdb`, ….
  /// - Returns: what `run` kept.
  static func run(_ script: String, images: [String] = [], in demo: Demo) throws -> [String: Outcome] {
    try demo.must("mkdir results; cat > init.sh <<'E'\n\(prologue)\n\(script)\n\(epilogue)\nE\nchmod +x init.sh")
    var arguments = [
      "mem=512M", "root=/dev/root", "rootfstype=hostfs", "rw", "quiet", "con=null", "con0=null,fd:1",
      "init=\(demo.base)/init.sh", "BASE=\(demo.base)", "EXE=\(Binary.path)", "uml_dir=\(demo.base)/uml",
    ]
    for (letter, image) in zip("abcdefgh", images) { arguments.append("ubd\(letter)=\(image)") }
    let kernel = try runProcess("/usr/bin/linux.uml", arguments, demo.options())
    try #require(demo.outside("results/done"), "the kernel ended early: \(kernel.text)")
    var outcomes: [String: Outcome] = [:]
    for name in try demo.shell("ls results").text.split(separator: "\n") where !name.hasSuffix(".status") {
      let text = try demo.shell("cat results/\(name)").text
      let status = try demo.shell("cat results/\(name).status 2> /dev/null || echo 0").text
      outcomes[String(name)] = Outcome(status: Int(status.prefix { $0.isNumber }) ?? -1, text: text)
    }
    return outcomes
  }

  /// What a command in there printed, errors too, and its exit status.
  struct Outcome: CustomStringConvertible {
    let status: Int
    let text: String

    var description: String { "status \(status): \(text)" }
  }

  private static let prologue = """
    #!/bin/sh
    export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
    exec > "$BASE/results/output" 2>&1
    mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t tmpfs tmpfs /run; mount -t tmpfs tmpfs /mnt
    mkdir -p /run/modules/lib; ln -s /usr/lib/uml/modules /run/modules/lib/modules
    modprobe() { command modprobe -d /run/modules "$@"; }
    cp -r "$BASE/demo" /mnt/demo; chmod -R go-rwx /mnt/demo
    sed -i "s,=$BASE/demo/,=/mnt/demo/,; s/^CARD_MOUNT=.*/CARD_MOUNT=yes/" /mnt/demo/camconsole.conf
    camconsole="$EXE --demo-dir /mnt/demo"
    run() {
      name=$1; shift
      "$@" > "$BASE/results/$name" 2>&1
      echo $? > "$BASE/results/$name.status"
    }
    # Nobody makes nodes of devices here but the kernel.
    dmsetup() { command dmsetup --noudevsync "$@"; }
    """

  private static let epilogue = """
    touch "$BASE/results/done"
    sync
    halt -f
    """
}

extension Demo {
  /// Whether there is a file of this name beside the camera.
  func outside(_ name: String) -> Bool { unsafe access(base + "/" + name, F_OK) == 0 }
}
