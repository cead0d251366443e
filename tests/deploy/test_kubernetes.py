"""Check the manifests against Kubernetes' schemas, and their settings against the programs."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import worker
from tests.deploy.test_compose import ROOT, SETTINGS_OF, settings

KUBERNETES = ROOT / "deploy" / "kubernetes"
BASE = KUBERNETES / "base"
OVERLAYS = sorted(path.parent for path in KUBERNETES.glob("overlays/*/kustomization.yaml"))
VERSION = "1.33"
BUILD = ["kubectl", "kustomize"] if shutil.which("kubectl") else ["kustomize", "build"]


def documents(path: Path) -> list[dict[str, Any]]:
    return [one for one in yaml.safe_load_all(path.read_text()) if one]


def validate(manifest: dict[str, Any]) -> None:
    """Raise an exception if a manifest is none by the schemas of Kubernetes."""
    import kubernetes_validate  # slow to import, and only two tests need it

    kubernetes_validate.validate(manifest, VERSION, strict=True)


MANIFESTS = {
    f"{path.parent.name}/{path.stem}/{one['kind']}/{one['metadata']['name']}": one
    for path in sorted(KUBERNETES.rglob("*.yaml"))
    if path.name not in ("kustomization.yaml", "temporal-values.yaml")
    for one in documents(path)
}


def of_kind(kind: str) -> Iterator[dict[str, Any]]:
    return (one for one in MANIFESTS.values() if one["kind"] == kind)


def pods() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Yield each pod: its component, its specification and its container."""
    for one in (*of_kind("Deployment"), *of_kind("Job")):
        pod = one["spec"]["template"]
        (container,) = pod["spec"]["containers"]
        yield pod["metadata"]["labels"]["app.kubernetes.io/component"], pod["spec"], container


PODS = {component: (pod, container) for component, pod, container in pods()}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_is_one_by_the_schemas_of_kubernetes(name: str) -> None:
    validate(MANIFESTS[name])


def test_every_manifest_is_named_by_its_kustomization_and_the_reverse() -> None:
    for folder in (BASE, *OVERLAYS):
        (kustomization,) = documents(folder / "kustomization.yaml")
        named = {name for name in kustomization["resources"] if name.endswith(".yaml")}
        assert named == {path.name for path in folder.glob("*.yaml")} - {"kustomization.yaml"}
        if folder != BASE:
            assert "../../base" in kustomization["resources"]
            kinds = {(one["kind"], one["metadata"]["name"]) for one in MANIFESTS.values()}
            assert {("Deployment", one["name"]) for one in kustomization["replicas"]} <= kinds
            assert {"ehcp"} == {one["name"] for one in kustomization["images"]}
            for patch in kustomization.get("patches", ()):
                target = patch["target"]
                assert any(
                    kind == target["kind"] and target.get("name", name) == name for kind, name in kinds
                )


@pytest.mark.skipif(shutil.which(BUILD[0]) is None, reason="neither kubectl nor kustomize is on this machine")
@pytest.mark.parametrize("folder", OVERLAYS, ids=lambda path: path.name)
def test_an_overlay_builds_into_manifests_that_hold_together(folder: Path) -> None:
    done = subprocess.run([*BUILD, folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    built = [one for one in yaml.safe_load_all(done.stdout) if one]
    for one in built:
        validate(one)
    maps = {one["metadata"]["name"] for one in built if one["kind"] == "ConfigMap"}
    for one in built:
        if one["kind"] in ("Deployment", "Job"):
            (container,) = one["spec"]["template"]["spec"]["containers"]
            assert re.search(r"ehcp:\d+\.\d+\.\d+$", container["image"]), container["image"]
            assert container["envFrom"][0]["configMapRef"]["name"] in maps
        if one["kind"] == "Deployment":
            labels = one["spec"]["template"]["metadata"]["labels"]
            assert one["spec"]["selector"]["matchLabels"].items() <= labels.items()


@pytest.mark.parametrize("component", PODS)
def test_a_pod_has_no_rights_and_writes_only_where_it_may(component: str) -> None:
    pod, container = PODS[component]
    told, inside = pod["securityContext"], container["securityContext"]
    assert (told["runAsNonRoot"], told["runAsUser"]) == (True, 10001)
    assert (
        told["seccompProfile"] == {"type": "RuntimeDefault"} and pod["automountServiceAccountToken"] is False
    )
    assert inside["readOnlyRootFilesystem"] and not inside["allowPrivilegeEscalation"]
    assert inside["capabilities"] == {"drop": ["ALL"]}
    assert "memory" in container["resources"]["limits"] and "cpu" in container["resources"]["requests"]
    assert {one["name"] for one in container["volumeMounts"]} == {one["name"] for one in pod["volumes"]}
    assert f"--uid {told['runAsUser']}" in (ROOT / "deploy" / "image" / "Dockerfile").read_text()


def test_probes_ask_what_the_programs_answer() -> None:
    served = (
        (ROOT / "engine" / "health.py").read_text(),
        (ROOT / "starter" / "console" / "app.py").read_text(),
    )
    for component, text in zip(("worker", "console"), served, strict=True):
        container = PODS[component][1]
        ports = {one["name"] for one in container["ports"]}
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            told = container[probe]
            if "httpGet" in told:
                assert f'"{told["httpGet"]["path"]}"' in text
            assert (told.get("httpGet") or told["tcpSocket"])["port"] in ports


def test_a_worker_is_given_longer_to_stop_than_it_gives_to_what_is_under_way() -> None:
    assert PODS["worker"][0]["terminationGracePeriodSeconds"] > worker._GRACE.total_seconds()


def test_one_of_each_stays_up_while_a_node_is_emptied() -> None:
    selected = [one["spec"]["selector"]["matchLabels"] for one in of_kind("PodDisruptionBudget")]
    for one in of_kind("Deployment"):
        assert one["spec"]["selector"]["matchLabels"] in selected
        assert one["spec"]["replicas"] >= 2
        assert one["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


def test_all_traffic_is_denied_except_what_a_policy_allows() -> None:
    policies = {one["metadata"]["name"]: one["spec"] for one in of_kind("NetworkPolicy")}
    default = policies.pop("ehcp-default-deny")
    assert default == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    let_in: dict[str, set[int]] = {}
    for spec in policies.values():
        if "Ingress" in spec["policyTypes"]:
            component = spec["podSelector"]["matchLabels"]["app.kubernetes.io/component"]
            let_in[component] = {port["port"] for rule in spec["ingress"] for port in rule["ports"]}
            assert all(rule["from"] for rule in spec["ingress"])
    listened = {
        component: {port["containerPort"] for port in container.get("ports", ())}
        for component, (_, container) in PODS.items()
    }
    assert let_in == {component: ports for component, ports in listened.items() if ports}


def test_the_programs_are_given_only_what_they_read_and_no_secret_is_written_down() -> None:
    assert not [*of_kind("Secret")]
    given = {one["name"] for _, container in PODS.values() for one in container.get("env", ())}
    for folder in (BASE, *OVERLAYS):
        (kustomization,) = documents(folder / "kustomization.yaml")
        for made in kustomization.get("configMapGenerator", ()):
            given |= {literal.partition("=")[0] for literal in made["literals"]}
    read = SETTINGS_OF["console"] | SETTINGS_OF["worker"]
    assert given <= read, given - read
    assert {"EHCP_TEMPORAL_ADDRESS", "EHCP_DATABASE_URL", "EHCP_KEY_FILE"} <= given


def test_the_helm_chart_is_told_what_the_compose_file_tells() -> None:
    (values,) = documents(KUBERNETES / "temporal-values.yaml")
    (dynamic,) = documents(ROOT / "deploy" / "compose" / "temporal" / "dynamic.yaml")
    server = values["server"]
    versions = server["image"]["tag"], values["admintools"]["image"]["tag"], values["web"]["image"]["tag"]
    example = settings()
    assert versions == (
        example["TEMPORAL_VERSION"],
        example["TEMPORAL_VERSION"],
        example["TEMPORAL_UI_VERSION"],
    )
    assert server["dynamicConfig"] == dynamic
    persistence = server["config"]["persistence"]
    assert str(persistence["numHistoryShards"]) == example["TEMPORAL_HISTORY_SHARDS"]
    for store, database in (("default", "temporal"), ("visibility", "temporal_visibility")):
        told = persistence["datastores"][store]["sql"]
        assert (told["pluginName"], told["databaseName"]) == ("postgres12", database)
        assert told["existingSecret"] and "password" not in told
