"""start_run, end_run, runs as scopes, and the experiment of a trace."""


def run(mlflow, keep):
    @mlflow.trace
    def work():
        return 1

    def keep_last(name):
        keep(name, mlflow.get_last_active_trace_id())

    runs = {}
    experiment = mlflow.get_experiment_by_name(mlflow.set_experiment(experiment_name()).name)
    other = mlflow.create_experiment(experiment.name + " other")

    outer = mlflow.start_run(run_name="outer", tags={"a": "b"}, description="about it")
    runs["outer"] = outer.info.run_id
    work()
    keep_last("in a run")
    with mlflow.start_run(run_name="inner", nested=True) as inner:
        runs["inner"] = inner.info.run_id
        active = mlflow.active_run().info.run_name
        work()
        keep_last("in a nested run")
    try:
        mlflow.start_run()
        twice = False
    except Exception:
        twice = True
    mlflow.end_run()
    try:
        with mlflow.start_run(run_name="failed", experiment_id=other) as failed:
            runs["failed"] = failed.info.run_id
            work()
            keep_last("in a run of another experiment")
            with mlflow.start_span("chosen", run_id=runs["outer"]):
                pass
            keep_last("of a chosen run")
            raise ValueError("over")
    except ValueError:
        pass
    mlflow.start_run(run_id=runs["inner"])
    work()
    keep_last("in a resumed run")
    mlflow.end_run("KILLED")
    with mlflow.start_run(run_name="child", parent_run_id=runs["outer"]) as child:
        runs["child"] = child.info.run_id
    work()
    keep_last("outside of runs")

    root = mlflow.start_span_no_context("elsewhere", experiment_id=other)
    root.end()
    keep_last("experiment by argument")
    mlflow.tracing.set_destination(mlflow.entities.trace_location.MlflowExperimentLocation(other))
    work()
    keep_last("experiment by destination")
    with mlflow.start_run(run_name="destination first") as last:
        runs["destination first"] = last.info.run_id
        work()
        keep_last("run and destination")
    mlflow.tracing.reset()
    work()
    keep_last("back again")
    return {
        "runs": runs,
        "active": active,
        "twice raises": twice,
        "none": mlflow.active_run() is None,
    }


def experiment_name():
    import mlflow

    return mlflow.get_experiment(mlflow.tracking.fluent._get_experiment_id()).name
