# What backup and restore know alike: the parts of the platform and how to reach them. Not run by itself.

# In this order they are dumped: whoever names something of another database before the database it is in, and the
# one that is told of everything last (docs/backup.md).
databases='process template registry monitoring'
buckets=${TRAINYARD_BUCKETS:-trainyard-datasets trainyard-models trainyard-base-models trainyard-journal}

settings_help() {
  cat <<'END'
Settings, as environment variables:

  PROCESS_DATABASE, TEMPLATE_DATABASE, REGISTRY_DATABASE, MONITORING_DATABASE
                   how each database is reached, such as postgresql://trainyard_backup@db.example.org/trainyard_process
                   Leave passwords to PGPASSFILE or PGPASSWORD: what is in an address, everybody on this machine can read.
  TRAINYARD_STORAGE_ENDPOINT, TRAINYARD_STORAGE_ACCESS_KEY, TRAINYARD_STORAGE_SECRET_KEY
                   the S3 server
  TRAINYARD_RCLONE_REMOTE
                   instead of these three: the name of a remote of your own rclone configuration
  TRAINYARD_BUCKETS
                   trainyard-datasets trainyard-models trainyard-base-models trainyard-journal, if you have not renamed any
END
}

fail() {
  echo "$program: $*" >&2
  exit 1
}

say() {
  echo "$(date -u +%H:%M:%SZ) $*"
}

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null ||
      fail "there is no $tool here. PostgreSQL's client package has pg_dump, pg_restore and psql; rclone is https://rclone.org"
  done
}

connection() {
  local name=${1^^}_DATABASE
  [ -n "${!name:-}" ] || fail "$name is not set; --help lists the settings"
  echo "${!name}"
}

# The one value that a query of a database answers.
ask() {
  psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname "$(connection "$1")" --command "$2"
}

choose_storage() {
  # rclone has a setting of its own for this; some versions of it end at the AWS one.
  if [ -n "${AWS_CA_BUNDLE:-}" ]; then
    export RCLONE_CA_CERT=${RCLONE_CA_CERT:-$AWS_CA_BUNDLE}
    unset AWS_CA_BUNDLE
  fi
  if [ -n "${TRAINYARD_RCLONE_REMOTE:-}" ]; then
    remote=${TRAINYARD_RCLONE_REMOTE%:}
    return
  fi
  local name
  for name in TRAINYARD_STORAGE_ENDPOINT TRAINYARD_STORAGE_ACCESS_KEY TRAINYARD_STORAGE_SECRET_KEY; do
    [ -n "${!name:-}" ] || fail "$name is not set; --help lists the settings"
  done
  # By the environment, not by arguments, which everybody on this machine can read.
  export RCLONE_CONFIG=/notfound
  export RCLONE_CONFIG_TRAINYARD_TYPE=s3 RCLONE_CONFIG_TRAINYARD_PROVIDER=Other
  export RCLONE_CONFIG_TRAINYARD_ENDPOINT=$TRAINYARD_STORAGE_ENDPOINT
  export RCLONE_CONFIG_TRAINYARD_ACCESS_KEY_ID=$TRAINYARD_STORAGE_ACCESS_KEY
  export RCLONE_CONFIG_TRAINYARD_SECRET_ACCESS_KEY=$TRAINYARD_STORAGE_SECRET_KEY
  remote=trainyard
}

# Checks that everything is there before anything is done.
prepare() {
  need psql rclone sha256sum flock "$@"
  local database
  for database in $databases; do
    connection "$database" >/dev/null
  done
  choose_storage
}
