"""What deploy/ and the Dockerfile say agrees with the code, and is valid by the validators of those who read it."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from astro_dash import words
from astro_dash.__main__ import main
from astro_dash.server import doors, ending, readiness
from astro_dash.settings import PREFIX, settings, unknown

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
KUBERNETES = [
    each
    for file in sorted((DEPLOY / "kubernetes").glob("*.yaml")) if file.stem != "kustomization"
    for each in yaml.safe_load_all(file.read_text(encoding="utf-8"))
]  # fmt: skip
PODS = {d["metadata"]["name"]: d["spec"]["template"]["spec"] for d in KUBERNETES if d["kind"] == "Deployment"}
CONFIG = next(d["data"] for d in KUBERNETES if d["kind"] == "ConfigMap")
IMAGE = dict(re.findall(rf"\b({PREFIX}\w+)=(\S+)", DOCKERFILE.partition("AS build")[2]))


def given(environment: dict) -> dict:
    """As compose fills it in, where nobody says anything but a secret."""
    texts = {name: re.sub(r"\$\{\w+:-(.*?)\}", r"\1", text) for name, text in environment.items()}
    return {name: re.sub(r"\$\{.*\}", "x" * 44, text) for name, text in texts.items()} | IMAGE


ENVIRONMENTS = {"compose": given(SERVICES["app"]["environment"]), "kubernetes": CONFIG | IMAGE}


def seconds(text: str) -> float:
    return float(re.fullmatch(r"(\d+)s", text)[1])


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_environment_is_what_the_server_reads(name):
    environment = ENVIRONMENTS[name]
    found = settings(environment)
    assert unknown(environment) == [] and all(found[name] for name in ("hosts", "redis", "scheduler", "metrics"))
    assert found["address"] == "0.0.0.0" and found["proxied"] and found["log"] == "json"


def test_the_ports_agree():
    port, (_, metrics) = (settings(IMAGE)["port"], settings(CONFIG)["metrics"])
    (app,) = PODS["astro-dash"]["containers"]
    assert {p["name"]: p["containerPort"] for p in app["ports"]} == {"http": port, "metrics": metrics}
    assert f"EXPOSE {port}\n" in DOCKERFILE and f"a app {port} " in (DEPLOY / "Caddyfile").read_text()
    assert f"127.0.0.1:{port}" in (DEPLOY / "nginx.conf").read_text()
    assert settings(ENVIRONMENTS["compose"])["metrics"][1] == metrics
    listens = re.search(r"^:(\d+) \{", (DEPLOY / "Caddyfile").read_text(), re.MULTILINE)[1]
    assert SERVICES["proxy"]["ports"][0].endswith(f":{listens}")


def test_who_is_asked_is_there():
    """Services, by the names under which others ask for them, and what they are in front of."""
    asked = {re.search(r"//([\w-]+):", CONFIG[f"{PREFIX}{name}"])[1] for name in ("REDIS", "SCHEDULER")}
    there = {d["metadata"]["name"]: d["spec"] for d in KUBERNETES if d["kind"] == "Service"}
    assert asked <= there.keys() and all(s["selector"]["app.kubernetes.io/name"] in PODS for s in there.values())
    for service in there.values():
        pod = PODS[service["selector"]["app.kubernetes.io/name"]]
        ports = {port["name"] for container in pod["containers"] for port in container["ports"]}
        assert {port["targetPort"] for port in service["ports"]} <= ports
    given = SERVICES["app"]["environment"]
    asked = {re.search(r"//([\w-]+):", given[f"{PREFIX}{name}"])[1] for name in ("REDIS", "SCHEDULER")}
    assert asked <= SERVICES.keys()


def test_probes_and_health_checks_ask_what_is_answered(capsys):
    (app,) = PODS["astro-dash"]["containers"]
    assert app["readinessProbe"]["httpGet"]["path"] == readiness.PATH
    assert app["livenessProbe"]["httpGet"]["path"] == app["startupProbe"]["httpGet"]["path"] == "/liveness"
    assert doors.LivenessHandler in doors.HANDLERS
    command = SERVICES["app"]["healthcheck"]["test"][1:]
    assert f"CMD {command}".replace("'", '"') in DOCKERFILE and command[-1] == "health"
    with pytest.raises(SystemExit) as end:
        main(["health", "--port", "1"])
    assert end.value.code == 1 and "No server answers" in capsys.readouterr().err


def test_commands_are_modules_that_are_there():
    commands = [service["command"] for service in SERVICES.values() if "build" in service and "command" in service]
    ours = [each for pod in PODS.values() for each in pod["containers"] if each["image"] == "astro-dash"]
    commands += [each["command"] for each in ours if "command" in each]
    assert len(commands) == 4
    for command in commands:
        assert command[:2] == ["/opt/venv/bin/python", "-m"] and importlib.util.find_spec(command[2])
    assert 'CMD ["/opt/venv/bin/python", "-m", "astro_dash", "serve"]' in DOCKERFILE


def test_there_is_time_to_end_in():
    for name, given in (("compose", seconds(SERVICES["app"]["stop_grace_period"])), ("kubernetes", None)):
        before = 0.0
        if given is None:
            given = PODS["astro-dash"]["terminationGracePeriodSeconds"]
            before = float(PODS["astro-dash"]["containers"][0]["lifecycle"]["preStop"]["exec"]["command"][1])
        assert given > before + settings(ENVIRONMENTS[name])["grace"] + ending.CLOSING + ending.LEAVING


@pytest.mark.parametrize("name", PODS)
def test_no_pod_is_root_or_writes_or_takes_all_there_is(name):
    pod = PODS[name]
    assert pod["securityContext"]["runAsNonRoot"] and pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not pod["enableServiceLinks"]  # or ASTRO_DASH_PORT would be what the service is called
    for container in pod["containers"]:
        secure = container["securityContext"]
        assert secure["readOnlyRootFilesystem"] and not secure["allowPrivilegeEscalation"]
        assert secure["capabilities"] == {"drop": ["ALL"]}
        assert {"cpu", "memory"} <= container["resources"]["limits"].keys() & container["resources"]["requests"].keys()
        assert {"name": "tmp", "mountPath": "/tmp"} in container["volumeMounts"]
    assert [volume["name"] for volume in pod["volumes"]] == ["tmp"] and "emptyDir" in pod["volumes"][0]


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_writes_or_takes_all_there_is(name):
    service = SERVICES[name]
    assert service["read_only"] and service["cap_drop"] == ["ALL"] and any("/tmp" in one for one in service["tmpfs"])
    assert {"cpus", "memory"} <= service["deploy"]["resources"]["limits"].keys()
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_secret_is_nowhere():
    (app,) = PODS["astro-dash"]["containers"]
    (secret,) = app["env"]
    assert "secretKeyRef" in secret["valueFrom"] and PREFIX + "SECRET" not in CONFIG
    assert SERVICES["app"]["environment"][PREFIX + "SECRET"].startswith("${ASTRO_DASH_SECRET:?")


# By their own validators.


def valid(*command: str, cwd: Path = ROOT) -> str:
    program = shutil.which(command[0])
    if program is None:
        pytest.skip(f"{command[0]} is not here: this file of deploy/ is not validated")
    done = subprocess.run([program, *command[1:]], cwd=cwd, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_compose_is_valid():
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not here: compose.yaml is not validated")
    valid(sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "deploy/compose.yaml")


@pytest.mark.parametrize("each", KUBERNETES, ids=lambda each: f"{each['kind']}-{each['metadata']['name']}")
def test_manifests_are_valid(each):
    words = "kubernetes-validate is not here: the manifests are not validated"
    validator = pytest.importorskip("kubernetes_validate", reason=words)
    validator.validate(each, validator.latest_version(), strict=True)


def test_the_customization_is_valid():
    built = list(yaml.safe_load_all(valid("kubectl", "kustomize", "deploy/kubernetes")))
    assert sorted(each["kind"] for each in built) == sorted(each["kind"] for each in KUBERNETES)
    assert {each["metadata"].get("namespace") for each in built} == {"astro-dash"}


def test_caddy_takes_its_file():
    valid("caddy", "validate", "--adapter", "caddyfile", "--config", "deploy/Caddyfile")


def test_nginx_takes_its_file(tmp_path):
    conf = f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{ include {DEPLOY}/nginx.conf; }}\n"
    (tmp_path / "nginx.conf").write_text(conf)
    valid("nginx", "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"))


def test_hadolint_takes_the_dockerfile():
    # One package of Debian, of whatever version goes with its Python; and a line that needs two folders
    valid("hadolint", "--ignore", "DL3008", "--ignore", "DL3003", "Dockerfile")


# The image.


@pytest.fixture(scope="module")
def slim():
    spec = importlib.util.spec_from_file_location("slim", DEPLOY / "slim.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_nothing_goes_that_a_server_loads_or_sends(slim):
    code = f"{slim.LOADS}\nimport sys; [print(getattr(each, '__file__', '')) for each in list(sys.modules.values())]"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {Path(line) for line in done.stdout.splitlines() if "-packages" in line and "_distutils_hack" not in line}
    places = {next(parent for parent in path.parents if parent.name.endswith("-packages")) for path in loaded}
    going = {path for place in places for path in slim.going(place)}
    sent = ["panel/dist/panel.min.js", "panel/dist/bundled/reactiveesm"]
    sent += [f"bokeh/server/static/js/bokeh{part}.min.js" for part in ("", "-widgets", "-tables")]
    there = [place / name for place in places for name in sent if (place / name).exists()]
    assert len(loaded) > 500 and len(there) == len(sent)
    assert [path for path in (*loaded, *there) if going & {path, *path.parents}] == []


def test_languages_of_the_pages_stay(slim):
    assert set(words.LANGUAGES) < set(slim.LANGUAGES)
