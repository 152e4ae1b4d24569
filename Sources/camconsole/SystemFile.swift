internal import ArgumentParser

/// A file of the operating system that starts `camconsole`, lets people reach it, or watches it.
///
/// The folder `SystemFiles` has them as they are installed. SwiftPM makes `PackageResources` of it.
struct SystemFile {
  /// Where it belongs, below the root directory: `etc/cron.d/camconsole`.
  let place: String
  /// Permission bits.
  let mode: UInt32
  let contents: [UInt8]

  init(_ place: String, _ contents: [UInt8], mode: UInt32 = 0o644) {
    self.place = place
    self.mode = mode
    self.contents = contents
  }

  /// The same as an absolute path.
  var path: String { "/" + place }
}

/// What such files are for.
enum SystemFileKind: String, CaseIterable, ExpressibleByArgument {
  case systemd, sshd, serial, cron, sudo, ansible, oxidized, prometheus

  var files: [SystemFile] {
    switch self {
    case .systemd: Self.units
    case .sshd: [SystemFile("etc/ssh/sshd_config.d/camconsole.conf", PackageResources.sshd_camconsole_conf)]
    case .serial:
      [
        SystemFile(
          "etc/systemd/system/serial-getty@ttyS0.service.d/camconsole.conf", PackageResources.serial_getty_conf)
      ]
    case .cron: [SystemFile("etc/cron.d/camconsole", PackageResources.cron_camconsole)]
    // sudo wants this mode.
    case .sudo: [SystemFile("etc/sudoers.d/camconsole", PackageResources.sudoers_camconsole, mode: 0o440)]
    case .ansible: Self.role
    case .oxidized: [SystemFile("etc/oxidized/model/camconsole.rb", PackageResources.camconsole_rb)]
    case .prometheus: Self.rules
    }
  }

  private static let units = [
    unit("camconsole-boot-once.service", PackageResources.camconsole_boot_once_service),
    unit("camconsole-boot.service", PackageResources.camconsole_boot_service),
    unit("camconsole-backup.service", PackageResources.camconsole_backup_service),
    unit("camconsole-backup.timer", PackageResources.camconsole_backup_timer),
    unit("camconsole-verify.service", PackageResources.camconsole_verify_service),
    unit("camconsole-verify.timer", PackageResources.camconsole_verify_timer),
    unit("camconsole-metrics.service", PackageResources.camconsole_metrics_service),
    unit("camconsole-metrics.timer", PackageResources.camconsole_metrics_timer),
    unit("camconsole-.service.d/hardening.conf", PackageResources.hardening_conf),
    SystemFile("etc/tmpfiles.d/camconsole.conf", PackageResources.tmpfiles_conf),
  ]

  private static func unit(_ name: String, _ contents: [UInt8]) -> SystemFile {
    SystemFile("etc/systemd/system/" + name, contents)
  }

  private static let role = [
    SystemFile("etc/ansible/camconsole.yml", PackageResources.playbook_yml),
    task("defaults/main.yml", PackageResources.role_defaults_yml),
    task("tasks/main.yml", PackageResources.role_main_yml),
    task("tasks/backup.yml", PackageResources.role_backup_yml),
    task("tasks/fetch.yml", PackageResources.role_fetch_yml),
    task("tasks/pin.yml", PackageResources.role_pin_yml),
    task("tasks/problem.yml", PackageResources.role_problem_yml),
    task("tasks/setting.yml", PackageResources.role_setting_yml),
    task("tasks/status.yml", PackageResources.role_status_yml),
  ]

  private static func task(_ name: String, _ contents: [UInt8]) -> SystemFile {
    SystemFile("etc/ansible/roles/camconsole/" + name, contents)
  }

  private static let rules = [
    SystemFile("etc/prometheus/camconsole.rules.yml", PackageResources.camconsole_rules_yml),
    SystemFile("etc/prometheus/camconsole.rules.test.yml", PackageResources.camconsole_rules_test_yml),
  ]
}
