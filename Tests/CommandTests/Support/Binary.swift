import Glibc

/// The programs under test and beside it.
enum Binary {
  /// `camconsole` as `CAMCONSOLE_BINARY` names it, else the one that was built beside this bundle of tests.
  static let path = environment("CAMCONSOLE_BINARY") ?? folder + "/camconsole"

  /// Whether `CAMCONSOLE_LONG` asks for all that is otherwise only sampled.
  static let isLong = environment("CAMCONSOLE_LONG") == "1"

  /// The folder of the project.
  static let project = folder(of: #filePath, up: 4)

  /// The independent reader and writer of backups.
  static let reference = project + "/Tests/BackupStoreTests/Reference/cvb.py"

  /// Why a test that needs these programs, or root, cannot run here; `nil` when it can.
  static func lacks(root: Bool = false, _ programs: String...) -> Bool {
    root && geteuid() != 0
      || !programs.allSatisfy { program in
        ["/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"].contains { unsafe access($0 + program, X_OK) == 0 }
      }
  }

  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  private static var folder: String {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink("/proc/self/exe", &target, target.count)
    let executable = String(decoding: target.prefix(max(count, 0)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    return folder(of: executable, up: 1)
  }

  private static func folder(of path: String, up levels: Int) -> String {
    "/" + path.split(separator: "/").dropLast(levels).joined(separator: "/")
  }
}
