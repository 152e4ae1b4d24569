/// The part of the demo camera's configuration that says what happens when.
enum DemoEvents {
  static let text = [events, recording, messages].joined(separator: "\n")

  private static let events = """
    SECTION eventcontrol
    ARMED=1
    ARM_TIMETABLE=
    DEAD_TIME=5
    # Video motion in windows of the image
    VM1_NAME=gate
    VM1_AREA=400,500,1200,1000
    VM1_SENSITIVITY=40
    VM1_ENABLED=1
    VM2_NAME=fence
    VM2_AREA=0,300,2048,200
    VM2_SENSITIVITY=55
    VM2_ENABLED=1
    VM3_NAME=road
    VM3_AREA=0,1300,2048,236
    VM3_SENSITIVITY=20
    VM3_ENABLED=0
    ACTIVITY=1
    ACTIVITY_LEVEL=30
    ACTIVITY_DIRECTION=left,right
    PIR=1
    PIR_LEVEL=60
    MICROPHONE_EVENT=0
    MICROPHONE_LEVEL=75
    TEMPERATURE_EVENT=1
    TEMPERATURE_ABOVE=60
    TEMPERATURE_BELOW=-20
    BELL_EVENT=1
    TAMPER_EVENT=1
    DOOR_AJAR_EVENT=1
    INPUT1_EVENT=rising
    INPUT2_EVENT=off
    ACTION1_NAME=alarm-mail
    ACTION1=mail:alarm
    ACTION1_ON=PIR,VM2,TAMPER
    ACTION1_TIMETABLE=night
    ACTION2_NAME=light
    ACTION2=output:1
    ACTION2_ON=VM1
    ACTION2_TIMETABLE=night
    ACTION3_NAME=ring
    ACTION3=call:reception
    ACTION3_ON=BELL
    ACTION3_TIMETABLE=working-hours
    ACTION4_NAME=upload
    ACTION4=ftp:archive
    ACTION4_ON=BELL,DOOR_AJAR
    ACTION4_TIMETABLE=
    ENDSECTION eventcontrol

    """

  private static let recording = """
    SECTION recording
    MODE=event
    TARGET=sdcard
    BEFORE_SECONDS=5
    AFTER_SECONDS=20
    FRAMERATE=12
    CONTINUOUS_FRAMERATE=1
    AUDIO=0
    START_ON=VM1,VM2,PIR,BELL
    RETRIGGER_ON=VM1,VM2
    TIMETABLE=
    KEEP_DAYS=10
    OVERWRITE=1
    FILESERVER=
    FILESERVER_TYPE=nfs
    ENCRYPT=1
    ENDSECTION recording

    """

  private static let messages = """
    SECTION mxmessage
    ENABLED=1
    SCOPE=network
    PORT=19800
    GROUP_KEY=example
    IN1_NAME=gate-open
    IN1_FROM=10.32.4.18
    IN1_ACTION=record
    IN2_NAME=fire-alarm
    IN2_FROM=any
    IN2_ACTION=unlock
    OUT1_NAME=bell
    OUT1_ON=BELL
    OUT1_TO=all
    OUT2_NAME=tamper
    OUT2_ON=TAMPER
    OUT2_TO=10.32.4.2
    ENDSECTION mxmessage

    """
}
