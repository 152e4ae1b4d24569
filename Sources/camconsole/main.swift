internal import ArgumentParser
internal import CameraService
internal import FileSystem

SystemCalls.prepareProcess()
let isJSONAsked = CommandLineArguments.isJSONAsked

do {
  var command = try Camconsole.parseAsRoot(try CommandLineArguments.permitted())
  try command.run()
} catch ServiceError.output(let error) where error.isReaderGone {
  SystemCalls.end(128 + SystemCalls.brokenPipe)
} catch let error as ServiceError {
  Output.report(error, asJSON: isJSONAsked)
  let code = error.code
  CommandLog.shared.reportEnd(code)
  SystemCalls.end(code == .stopped ? code.rawValue + SystemCalls.signal : code.rawValue)
} catch let error as ExitCode {
  SystemCalls.end(error.rawValue)
} catch {
  if Permission.isRestricted, Camconsole.exitCode(for: error) != .success { CommandLog.shared.reportEnd(.usage) }
  UsageReport.end(error, asJSON: isJSONAsked)
}
