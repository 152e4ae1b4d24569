// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// `.ci/test` has optimised what the enumerations of states and the tests of growth spend their time in. Everything
/// else takes longer to be optimised than that saves.
let isForTests = Context.environment["CAMCONSOLE_OPTIMISED"] != nil
let optimised: [SwiftSetting] =
  isForTests ? [.unsafeFlags(["-O", "-wmo", "-disable-batch-mode", "-num-threads", "2"])] : []

func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], _ settings: [SwiftSetting] = []
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict + settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
  name: "camconsole",
  products: [.executable(name: "camconsole", targets: ["camconsole"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    module("Sodium", ["CSodium"], optimised),
    .systemLibrary(name: "CLinux"),
    module("FileSystem", ["CLinux"], optimised),
    module("CameraModel", [], optimised),
    module("CameraDevice", ["CameraModel", "FileSystem"]),
    module("DemoCamera", ["CameraDevice", "CameraModel", "FileSystem"]),
    module("BackupStore", ["CameraModel", "FileSystem", "Sodium"], optimised),
    module("ConfigurationChange", ["CameraDevice", "CameraModel", "FileSystem"]),
    module(
      "CameraService",
      ["BackupStore", "CameraDevice", "CameraModel", "ConfigurationChange", "FileSystem", "Sodium"]),
    module(
      "Wording", ["BackupStore", "CameraDevice", "CameraModel", "CameraService", "ConfigurationChange", "FileSystem"]),
    module("TerminalUI"),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    module("NcursesBackend", ["CNcurses", "TerminalUI"]),
    module("Console", ["BackupStore", "CameraModel", "CameraService", "TerminalUI", "Wording"]),
    .executableTarget(
      name: "camconsole",
      dependencies: [
        "BackupStore", "CameraDevice", "CameraModel", "CameraService", "Console", "DemoCamera", "FileSystem",
        "NcursesBackend", "Sodium", "TerminalUI", "Wording",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      // Constants in the program, which needs no file beside it.
      resources: [.embedInCode("SystemFiles")], swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["BackupStore", "CameraDevice", "CameraModel", "FileSystem", "Sodium"],
      path: "Tests/TestSupport", swiftSettings: strict + optimised),
    .systemLibrary(name: "CVterm", path: "Tests/CVterm", providers: [.apt(["libvterm-dev"])]),
    .target(
      name: "TerminalSupport", dependencies: ["CVterm", "TestSupport"], path: "Tests/TerminalSupport",
      swiftSettings: strict),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "BackupStore", "CameraModel", "DemoCamera", "FileSystem", "Sodium", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/Benchmarks", swiftSettings: strict),
    tests("SodiumTests", ["Sodium", "TestSupport"]),
    tests("FileSystemTests", ["FileSystem", "TestSupport"]),
    tests("CameraModelTests", ["CameraModel", "TestSupport"]),
    tests("CameraDeviceTests", ["CameraDevice", "CameraModel", "FileSystem", "TestSupport"]),
    tests("DemoCameraTests", ["CameraDevice", "CameraModel", "DemoCamera", "FileSystem", "TestSupport"]),
    tests(
      "ConfigurationChangeTests", ["CameraDevice", "CameraModel", "ConfigurationChange", "FileSystem", "TestSupport"]),
    tests(
      "CameraServiceTests",
      [
        "BackupStore", "CameraDevice", "CameraModel", "CameraService", "ConfigurationChange", "FileSystem", "Sodium",
        "TestSupport", "Wording",
      ]),
    tests(
      "WordingTests",
      [
        "BackupStore", "CameraDevice", "CameraModel", "CameraService", "ConfigurationChange", "FileSystem", "Sodium",
        "TerminalUI", "TestSupport", "Wording",
      ]),
    .testTarget(
      name: "BackupStoreTests", dependencies: ["BackupStore", "CameraModel", "FileSystem", "Sodium", "TestSupport"],
      exclude: ["Reference", "Vectors"], swiftSettings: strict),
    tests("TerminalUITests", ["TerminalUI", "TestSupport"]),
    tests("NcursesBackendTests", ["NcursesBackend", "TerminalSupport", "TerminalUI", "TestSupport"]),
    tests("TerminalSupportTests", ["TerminalSupport", "TestSupport"]),
    tests("CommandTests", ["camconsole", "TerminalSupport", "TestSupport", "Wording"]),
    .testTarget(
      name: "ConsoleTests",
      dependencies: [
        "BackupStore", "CameraDevice", "CameraModel", "CameraService", "ConfigurationChange", "Console", "FileSystem",
        "Sodium", "TerminalUI", "TestSupport", "Wording",
      ],
      exclude: ["Screens"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
